From Coq Require Import Reals Lra Lia Psatz QArith.
From Adaptsym Require Import Adaptsym Numbers.
Open Scope R_scope.

(* amsgrad *)
Module Setting1.
Section About.
Variable g : nat -> R.
Variable theta : nat -> R.
Variable s : nat -> R.
Variable rho1 : R.
Variable r : nat -> R.
Variable rho2 : R.
Variable r_max : nat -> R.
Variable eta : R.
Variable epsilon : R.
Hypothesis domain_rho1_0 : 0 <= rho1.
Hypothesis domain_rho1_1 : rho1 < 1.
Hypothesis domain_rho2_0 : 0 <= rho2.
Hypothesis domain_rho2_1 : rho2 < 1.
Hypothesis domain_eta_0 : 0 < eta.
Hypothesis domain_epsilon_0 : 0 < epsilon.
Hypothesis start_r_max : r_max (0)%nat = 0.
Hypothesis start_s : s (0)%nat = 0.
Hypothesis start_r : r (0)%nat = 0.
Hypothesis step_s : forall t : nat, (1 <= t)%nat -> s t = (rho1 * (s (t - 1)%nat)) + ((1 - rho1) * (g t)).
Hypothesis step_r : forall t : nat, (1 <= t)%nat -> r t = (rho2 * (r (t - 1)%nat)) + ((1 - rho2) * ((g t) * (g t))).
Hypothesis step_r_max : forall t : nat, (1 <= t)%nat -> r_max t = Rmax (r_max (t - 1)%nat) (r t).
Hypothesis step_theta : forall t : nat, (1 <= t)%nat -> theta (t + 1)%nat = (theta t) - (eta * ((s t) / ((sqrt (r_max t)) + epsilon))).
Theorem thm_largest_never_falls : forall t : nat, (1 <= t)%nat -> (r_max (t - 1)%nat) <= (r_max t).
Proof.
  intros t range.
  apply le_by_difference.
  apply (le_carried _ ((Rmax (r_max (t - 1)%nat) (r t)) - (r_max (t - 1)%nat))).
  { assert (E_1 : r_max t = Rmax (r_max (t - 1)%nat) (r t)).
    { by_instance (step_r_max t ltac:(lia)). }
    follow E_1. }
  apply (le_carried _ ((Rmax (r_max (t - 1)%nat) ((rho2 * (r (t - 1)%nat)) + ((1 - rho2) * ((g t) * (g t))))) - (r_max (t - 1)%nat))).
  { assert (E_2 : r t = (rho2 * (r (t - 1)%nat)) + ((1 - rho2) * ((g t) * (g t)))).
    { by_instance (step_r t ltac:(lia)). }
    follow E_2. }
  first [ solve [good] | solve [apply (le_carried _ ((Rmax (r_max (t - 1)%nat) ((rho2 * (r (t - 1)%nat)) + ((1 - rho2) * ((g t) * (g t))))) - (r_max (t - 1)%nat))); [arithmetic | good]] | by_known ].
Qed.
Theorem defined_largest_never_falls : forall t : nat, (1 <= t)%nat -> ((1)%nat <= t)%nat.
Proof.
  intros t range.
  repeat split; intros; first [lia | solve [nonzero ()] | good].
Qed.
End About.
End Setting1.

Module Setting1Model.
Section Model.
Variable g : nat -> R.
Variable rho1 : R.
Variable rho2 : R.
Variable eta : R.
Variable epsilon : R.
Variable at_start : R.
Fixpoint run_ (n_ which_ : nat) {struct n_} : R := match n_ with
  | O =>
    match which_ with
    | 0%nat => at_start
    | 1%nat => 0
    | 2%nat => 0
    | 3%nat => 0
    | _ => 0 end
  | S m_ =>
    let t := (1 + m_)%nat in
    let old_theta := fun _ : nat => run_ m_ 0 in
    let old_s := fun _ : nat => run_ m_ 1 in
    let old_r := fun _ : nat => run_ m_ 2 in
    let old_r_max := fun _ : nat => run_ m_ 3 in
    match which_ with
    | 0%nat => (old_theta t) - (eta * (((rho1 * (old_s (t - 1)%nat)) + ((1 - rho1) * (g t))) / ((sqrt (Rmax (old_r_max (t - 1)%nat) ((rho2 * (old_r (t - 1)%nat)) + ((1 - rho2) * ((g t) * (g t)))))) + epsilon)))
    | 1%nat => (rho1 * (old_s (t - 1)%nat)) + ((1 - rho1) * (g t))
    | 2%nat => (rho2 * (old_r (t - 1)%nat)) + ((1 - rho2) * ((g t) * (g t)))
    | 3%nat => Rmax (old_r_max (t - 1)%nat) ((rho2 * (old_r (t - 1)%nat)) + ((1 - rho2) * ((g t) * (g t))))
    | _ => 0 end
  end.
Definition theta (n_ : nat) : R := run_ (n_ - 1) 0.
Definition s (n_ : nat) : R := run_ (n_ - 0) 1.
Definition r (n_ : nat) : R := run_ (n_ - 0) 2.
Definition r_max (n_ : nat) : R := run_ (n_ - 0) 3.
Ltac at_step m :=
  repeat match goal with |- context [run_ ?n] =>
    tryif constr_eq n m then fail else tryif constr_eq n (S m) then fail else
    first [replace n with (S m) by lia | replace n with m by lia] end;
  cbn [run_]; cbv beta zeta; first [reflexivity | alike].
Lemma start_r_max : r_max (0)%nat = 0.
Proof.
  intros; unfold r_max, r, s, theta; reflexivity.
Qed.
Lemma start_s : s (0)%nat = 0.
Proof.
  intros; unfold r_max, r, s, theta; reflexivity.
Qed.
Lemma start_r : r (0)%nat = 0.
Proof.
  intros; unfold r_max, r, s, theta; reflexivity.
Qed.
Lemma step_s : forall t : nat, (1 <= t)%nat -> s t = (rho1 * (s (t - 1)%nat)) + ((1 - rho1) * (g t)).
Proof.
  intros; replace t with (1 + (t - 1))%nat by lia; generalize (t - 1)%nat as m; intros m; unfold r_max, r, s, theta; at_step m.
Qed.
Lemma step_r : forall t : nat, (1 <= t)%nat -> r t = (rho2 * (r (t - 1)%nat)) + ((1 - rho2) * ((g t) * (g t))).
Proof.
  intros; replace t with (1 + (t - 1))%nat by lia; generalize (t - 1)%nat as m; intros m; unfold r_max, r, s, theta; at_step m.
Qed.
Lemma step_r_max : forall t : nat, (1 <= t)%nat -> r_max t = Rmax (r_max (t - 1)%nat) (r t).
Proof.
  intros; replace t with (1 + (t - 1))%nat by lia; generalize (t - 1)%nat as m; intros m; unfold r_max, r, s, theta; at_step m.
Qed.
Lemma step_theta : forall t : nat, (1 <= t)%nat -> theta (t + 1)%nat = (theta t) - (eta * ((s t) / ((sqrt (r_max t)) + epsilon))).
Proof.
  intros; replace t with (1 + (t - 1))%nat by lia; generalize (t - 1)%nat as m; intros m; unfold r_max, r, s, theta; at_step m.
Qed.
End Model.
End Setting1Model.

Module Setting1Values.
Lemma values (g : nat -> R) (theta : nat -> R) (s : nat -> R) (rho1 : R) (r : nat -> R) (rho2 : R) (r_max : nat -> R) (eta : R) (epsilon : R) (domain_rho1_0 : 0 <= rho1) (domain_rho1_1 : rho1 < 1) (domain_rho2_0 : 0 <= rho2) (domain_rho2_1 : rho2 < 1) (domain_eta_0 : 0 < eta) (domain_epsilon_0 : 0 < epsilon) (start_r_max : r_max (0)%nat = 0) (start_s : s (0)%nat = 0) (start_r : r (0)%nat = 0) (step_s : forall t : nat, (1 <= t)%nat -> s t = (rho1 * (s (t - 1)%nat)) + ((1 - rho1) * (g t))) (step_r : forall t : nat, (1 <= t)%nat -> r t = (rho2 * (r (t - 1)%nat)) + ((1 - rho2) * ((g t) * (g t)))) (step_r_max : forall t : nat, (1 <= t)%nat -> r_max t = Rmax (r_max (t - 1)%nat) (r t)) (step_theta : forall t : nat, (1 <= t)%nat -> theta (t + 1)%nat = (theta t) - (eta * ((s t) / ((sqrt (r_max t)) + epsilon)))) (at_rho1 : rho1 = 2 / 3) (at_rho2 : rho2 = 3 / 4) (at_eta : eta = 1 / 4) (at_epsilon : epsilon = 1 / 5) (at_g_1 : g (1)%nat = 1) (at_g_2 : g (2)%nat = - 2) (at_g_3 : g (3)%nat = 3) (at_g_4 : g (4)%nat = 1 / 3) (beyond_g : forall n_ : nat, (4 < n_)%nat -> g n_ = 1 / 3) (at_start_ : theta (1)%nat = 2) :
  (0 <= rho1) /\ (rho1 < 1) /\ (0 <= rho2) /\ (rho2 < 1) /\ (0 < eta) /\ (0 < epsilon) /\ (between (1 # 3) (s (1)%nat) (1 # 3)) /\ (between (1 # 4) (r (1)%nat) (1 # 4)) /\ (between (1 # 4) (r_max (1)%nat) (1 # 4)) /\ (between (79 # 42) (theta (2)%nat) (79 # 42)) /\ (between (-4 # 9) (s (2)%nat) (-4 # 9)) /\ (between (19 # 16) (r (2)%nat) (19 # 16)) /\ (between (19 # 16) (r_max (2)%nat) (19 # 16)) /\ (between (196710340839224233003 # 100000000000000000000) (theta (3)%nat) (49177585209806058301 # 25000000000000000000)) /\ (between (19 # 16) (r_max (2)%nat) (19 # 16)) /\ (between (1 # 4) (r_max (1)%nat) (1 # 4)) /\ ((r_max (1)%nat) <= (r_max (2)%nat)).
Proof.
  assert (N_0 : between (0 # 1) (0) (0 # 1)) by (is_number).
  assert (N_1 : between (2 # 3) (2 / 3) (2 # 3)) by (is_number).
  assert (N_2 : between (2 # 3) (rho1) (2 # 3)) by (apply (between_by at_rho1 N_1); rational).
  assert (N_3 : between (1 # 1) (1) (1 # 1)) by (is_number).
  assert (N_4 : between (3 # 4) (3 / 4) (3 # 4)) by (is_number).
  assert (N_5 : between (3 # 4) (rho2) (3 # 4)) by (apply (between_by at_rho2 N_4); rational).
  assert (N_6 : between (1 # 4) (1 / 4) (1 # 4)) by (is_number).
  assert (N_7 : between (1 # 4) (eta) (1 # 4)) by (apply (between_by at_eta N_6); rational).
  assert (N_8 : between (1 # 5) (1 / 5) (1 # 5)) by (is_number).
  assert (N_9 : between (1 # 5) (epsilon) (1 # 5)) by (apply (between_by at_epsilon N_8); rational).
  assert (N_10 : between (0 # 1) (s (0)%nat) (0 # 1)) by (apply (between_by (start_s) N_0); rational).
  assert (N_11 : between (0 # 1) (rho1 * (s (0)%nat)) (0 # 1)) by (apply (between_mul N_2 N_10); rational).
  assert (N_12 : between (1 # 3) (1 - rho1) (1 # 3)) by (apply (between_sub N_3 N_2); rational).
  assert (N_13 : between (1 # 1) (1) (1 # 1)) by (is_number).
  assert (N_14 : between (1 # 1) (g (1)%nat) (1 # 1)) by (apply (between_by at_g_1 N_13); rational).
  assert (N_15 : between (1 # 3) ((1 - rho1) * (g (1)%nat)) (1 # 3)) by (apply (between_mul N_12 N_14); rational).
  assert (N_16 : between (1 # 3) ((rho1 * (s (0)%nat)) + ((1 - rho1) * (g (1)%nat))) (1 # 3)) by (apply (between_add N_11 N_15); rational).
  assert (N_17 : between (1 # 3) (s (1)%nat) (1 # 3)) by (apply (between_by (step_s 1%nat ltac:(lia)) N_16); rational).
  assert (N_18 : between (0 # 1) (r (0)%nat) (0 # 1)) by (apply (between_by (start_r) N_0); rational).
  assert (N_19 : between (0 # 1) (rho2 * (r (0)%nat)) (0 # 1)) by (apply (between_mul N_5 N_18); rational).
  assert (N_20 : between (1 # 4) (1 - rho2) (1 # 4)) by (apply (between_sub N_3 N_5); rational).
  assert (N_21 : between (1 # 1) ((g (1)%nat) * (g (1)%nat)) (1 # 1)) by (apply (between_mul N_14 N_14); rational).
  assert (N_22 : between (1 # 4) ((1 - rho2) * ((g (1)%nat) * (g (1)%nat))) (1 # 4)) by (apply (between_mul N_20 N_21); rational).
  assert (N_23 : between (1 # 4) ((rho2 * (r (0)%nat)) + ((1 - rho2) * ((g (1)%nat) * (g (1)%nat)))) (1 # 4)) by (apply (between_add N_19 N_22); rational).
  assert (N_24 : between (1 # 4) (r (1)%nat) (1 # 4)) by (apply (between_by (step_r 1%nat ltac:(lia)) N_23); rational).
  assert (N_25 : between (0 # 1) (r_max (0)%nat) (0 # 1)) by (apply (between_by (start_r_max) N_0); rational).
  assert (N_26 : between (1 # 4) (Rmax (r_max (0)%nat) (r (1)%nat)) (1 # 4)) by (apply (between_max N_25 N_24); rational).
  assert (N_27 : between (1 # 4) (r_max (1)%nat) (1 # 4)) by (apply (between_by (step_r_max 1%nat ltac:(lia)) N_26); rational).
  assert (N_28 : between (2 # 1) (2) (2 # 1)) by (is_number).
  assert (N_29 : between (2 # 1) (theta (1)%nat) (2 # 1)) by (apply (between_by at_start_ N_28); rational).
  assert (N_30 : between (1 # 2) (sqrt (r_max (1)%nat)) (1 # 2)) by (apply (between_sqrt N_27); rational).
  assert (N_31 : between (7 # 10) ((sqrt (r_max (1)%nat)) + epsilon) (7 # 10)) by (apply (between_add N_30 N_9); rational).
  assert (N_32 : between (10 # 21) ((s (1)%nat) / ((sqrt (r_max (1)%nat)) + epsilon)) (10 # 21)) by (apply (between_div N_17 N_31); rational).
  assert (N_33 : between (5 # 42) (eta * ((s (1)%nat) / ((sqrt (r_max (1)%nat)) + epsilon))) (5 # 42)) by (apply (between_mul N_7 N_32); rational).
  assert (N_34 : between (79 # 42) ((theta (1)%nat) - (eta * ((s (1)%nat) / ((sqrt (r_max (1)%nat)) + epsilon)))) (79 # 42)) by (apply (between_sub N_29 N_33); rational).
  assert (N_35 : between (79 # 42) (theta (2)%nat) (79 # 42)) by (apply (between_by (step_theta 1%nat ltac:(lia)) N_34); rational).
  assert (N_36 : between (2 # 9) (rho1 * (s (1)%nat)) (2 # 9)) by (apply (between_mul N_2 N_17); rational).
  assert (N_37 : between (-2 # 1) (- 2) (-2 # 1)) by (is_number).
  assert (N_38 : between (-2 # 1) (g (2)%nat) (-2 # 1)) by (apply (between_by at_g_2 N_37); rational).
  assert (N_39 : between (-2 # 3) ((1 - rho1) * (g (2)%nat)) (-2 # 3)) by (apply (between_mul N_12 N_38); rational).
  assert (N_40 : between (-4 # 9) ((rho1 * (s (1)%nat)) + ((1 - rho1) * (g (2)%nat))) (-4 # 9)) by (apply (between_add N_36 N_39); rational).
  assert (N_41 : between (-4 # 9) (s (2)%nat) (-4 # 9)) by (apply (between_by (step_s 2%nat ltac:(lia)) N_40); rational).
  assert (N_42 : between (3 # 16) (rho2 * (r (1)%nat)) (3 # 16)) by (apply (between_mul N_5 N_24); rational).
  assert (N_43 : between (4 # 1) ((g (2)%nat) * (g (2)%nat)) (4 # 1)) by (apply (between_mul N_38 N_38); rational).
  assert (N_44 : between (1 # 1) ((1 - rho2) * ((g (2)%nat) * (g (2)%nat))) (1 # 1)) by (apply (between_mul N_20 N_43); rational).
  assert (N_45 : between (19 # 16) ((rho2 * (r (1)%nat)) + ((1 - rho2) * ((g (2)%nat) * (g (2)%nat)))) (19 # 16)) by (apply (between_add N_42 N_44); rational).
  assert (N_46 : between (19 # 16) (r (2)%nat) (19 # 16)) by (apply (between_by (step_r 2%nat ltac:(lia)) N_45); rational).
  assert (N_47 : between (19 # 16) (Rmax (r_max (1)%nat) (r (2)%nat)) (19 # 16)) by (apply (between_max N_27 N_46); rational).
  assert (N_48 : between (19 # 16) (r_max (2)%nat) (19 # 16)) by (apply (between_by (step_r_max 2%nat ltac:(lia)) N_47); rational).
  assert (N_49 : between (217944947177033677611849 # 200000000000000000000000) (sqrt (r_max (2)%nat)) (544862367942584194029623 # 500000000000000000000000)) by (apply (between_sqrt N_48); rational).
  assert (N_50 : between (257944947177033677611849 # 200000000000000000000000) ((sqrt (r_max (2)%nat)) + epsilon) (644862367942584194029623 # 500000000000000000000000)) by (apply (between_add N_49 N_9); rational).
  assert (N_51 : between (-344604109759445514619897 # 1000000000000000000000000) ((s (2)%nat) / ((sqrt (r_max (2)%nat)) + epsilon)) (-43075513719930689327487 # 125000000000000000000000)) by (apply (between_div N_41 N_50); rational).
  assert (N_52 : between (-3446041097594455146199 # 40000000000000000000000) (eta * ((s (2)%nat) / ((sqrt (r_max (2)%nat)) + epsilon))) (-43075513719930689327487 # 500000000000000000000000)) by (apply (between_mul N_7 N_51); rational).
  assert (N_53 : between (983551704196121165517963 # 500000000000000000000000) ((theta (2)%nat) - (eta * ((s (2)%nat) / ((sqrt (r_max (2)%nat)) + epsilon)))) (245887926049030291379491 # 125000000000000000000000)) by (apply (between_sub N_35 N_52); rational).
  assert (N_54 : between (983551704196121165517963 # 500000000000000000000000) (theta (3)%nat) (245887926049030291379491 # 125000000000000000000000)) by (apply (between_by (step_theta 2%nat ltac:(lia)) N_53); rational).
  refine (conj _ _); [exact (at_most N_0 N_2 ltac:(rational))|].
  refine (conj _ _); [exact (below N_2 N_3 ltac:(rational))|].
  refine (conj _ _); [exact (at_most N_0 N_5 ltac:(rational))|].
  refine (conj _ _); [exact (below N_5 N_3 ltac:(rational))|].
  refine (conj _ _); [exact (below N_0 N_7 ltac:(rational))|].
  refine (conj _ _); [exact (below N_0 N_9 ltac:(rational))|].
  refine (conj _ _); [apply (between_same N_17); rational|].
  refine (conj _ _); [apply (between_same N_24); rational|].
  refine (conj _ _); [apply (between_same N_27); rational|].
  refine (conj _ _); [apply (between_same N_35); rational|].
  refine (conj _ _); [apply (between_same N_41); rational|].
  refine (conj _ _); [apply (between_same N_46); rational|].
  refine (conj _ _); [apply (between_same N_48); rational|].
  refine (conj _ _); [apply (between_same N_54); rational|].
  refine (conj _ _); [apply (between_same N_48); rational|].
  refine (conj _ _); [apply (between_same N_27); rational|].
  exact (at_most N_27 N_48 ltac:(rational)).
Qed.
End Setting1Values.
Definition everything : True := let _ := Setting1.thm_largest_never_falls in let _ := Setting1.defined_largest_never_falls in let _ := Setting1Model.start_r_max in let _ := Setting1Model.start_s in let _ := Setting1Model.start_r in let _ := Setting1Model.step_s in let _ := Setting1Model.step_r in let _ := Setting1Model.step_r_max in let _ := Setting1Model.step_theta in let _ := Setting1Values.values in I.
Print Assumptions everything.
