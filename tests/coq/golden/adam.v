From Coq Require Import Reals Lra Lia Psatz QArith.
From Adaptsym Require Import Adaptsym Numbers.
Open Scope R_scope.

(* adam *)
Module Setting1.
Section About.
Variable g : nat -> R.
Variable theta : nat -> R.
Variable s : nat -> R.
Variable rho1 : R.
Variable r : nat -> R.
Variable rho2 : R.
Variable s_hat : nat -> R.
Variable r_hat : nat -> R.
Variable eta : R.
Variable epsilon : R.
Hypothesis domain_rho1_0 : 0 <= rho1.
Hypothesis domain_rho1_1 : rho1 < 1.
Hypothesis domain_rho2_0 : 0 <= rho2.
Hypothesis domain_rho2_1 : rho2 < 1.
Hypothesis domain_eta_0 : 0 < eta.
Hypothesis domain_epsilon_0 : 0 < epsilon.
Hypothesis start_s : s (0)%nat = 0.
Hypothesis start_r : r (0)%nat = 0.
Hypothesis step_s : forall t : nat, (1 <= t)%nat -> s t = (rho1 * (s (t - 1)%nat)) + ((1 - rho1) * (g t)).
Hypothesis step_r : forall t : nat, (1 <= t)%nat -> r t = (rho2 * (r (t - 1)%nat)) + ((1 - rho2) * ((g t) * (g t))).
Hypothesis step_s_hat : forall t : nat, (1 <= t)%nat -> s_hat t = (s t) / (1 - (rho1 ^ t)).
Hypothesis step_r_hat : forall t : nat, (1 <= t)%nat -> r_hat t = (r t) / (1 - (rho2 ^ t)).
Hypothesis step_theta : forall t : nat, (1 <= t)%nat -> theta (t + 1)%nat = (theta t) - (eta * ((s_hat t) / (sqrt ((r_hat t) + epsilon)))).
Theorem thm_first_moment : forall t : nat, (0 <= t)%nat -> s t = (1 - rho1) * (Sum (1)%nat t (fun i : nat => (rho1 ^ (t - i)%nat) * (g i))).
Proof.
  intros t range.
  revert t range.
  apply (from_first (fun t => s t = (1 - rho1) * (Sum (1)%nat t (fun i : nat => (rho1 ^ (t - i)%nat) * (g i)))) 0).
  { cut (s (0)%nat = (1 - rho1) * (Sum (1)%nat (0)%nat (fun i : nat => (rho1 ^ (0 - i)%nat) * (g i)))); [intros H; by_shape H|].
    transitivity (0).
    { assert (E_1 : s (0)%nat = 0).
      { by_instance (start_s). }
      follow E_1. }
    transitivity ((1 - rho1) * 0).
    { arithmetic. }
    symmetry.
    transitivity ((1 - rho1) * 0).
    { assert (E_2 : Sum (1)%nat (0)%nat (fun i : nat => (rho1 ^ (0 - i)%nat) * (g i)) = 0).
      { first [apply Sum_empty | apply Prod_empty]; lia. }
      follow E_2. }
    symmetry.
    reflexivity. }
  intros t range hypothesis_0.
  assert (hypothesis : s (t - 1)%nat = (1 - rho1) * (Sum (1)%nat (t - 1)%nat (fun i : nat => (rho1 ^ (t - (i + 1))%nat) * (g i)))) by (by_shape hypothesis_0).
  transitivity ((rho1 * (s (t - 1)%nat)) + ((1 - rho1) * (g t))).
  { assert (E_3 : s t = (rho1 * (s (t - 1)%nat)) + ((1 - rho1) * (g t))).
    { by_instance (step_s t ltac:(lia)). }
    follow E_3. }
  transitivity ((rho1 * ((1 - rho1) * (Sum (1)%nat (t - 1)%nat (fun i : nat => (rho1 ^ (t - (i + 1))%nat) * (g i))))) + ((1 - rho1) * (g t))).
  { assert (E_4 : s (t - 1)%nat = (1 - rho1) * (Sum (1)%nat (t - 1)%nat (fun i : nat => (rho1 ^ (t - (i + 1))%nat) * (g i)))).
    { by_instance hypothesis. }
    follow E_4. }
  transitivity ((1 - rho1) * ((Sum (1)%nat (t - 1)%nat (fun i : nat => (rho1 ^ (t - i)%nat) * (g i))) + ((rho1 ^ 0) * (g t)))).
  { assert (S_5 : Sum (1)%nat (t - 1)%nat (fun i : nat => (rho1 ^ (t - (i + 1))%nat) * (g i)) = 1 * (Sum (1)%nat (t - 1)%nat (fun i_230 : nat => (g i_230) * (rho1 ^ (t - (i_230 + 1))%nat)))).
    { linear_sums i_230.
      arithmetic. }
    assert (S_6 : Sum (1)%nat (t - 1)%nat (fun i : nat => (rho1 ^ (t - i)%nat) * (g i)) = rho1 * (Sum (1)%nat (t - 1)%nat (fun i_230 : nat => (g i_230) * (rho1 ^ (t - (i_230 + 1))%nat)))).
    { linear_sums i_230.
      arithmetic. }
    try rewrite S_5.
    try rewrite S_6.
    arithmetic. }
  symmetry.
  transitivity ((1 - rho1) * ((Sum (1)%nat (t - 1)%nat (fun i : nat => (rho1 ^ (t - i)%nat) * (g i))) + ((rho1 ^ 0) * (g t)))).
  { assert (E_7 : Sum (1)%nat t (fun i : nat => (rho1 ^ (t - i)%nat) * (g i)) = (Sum (1)%nat (t - 1)%nat (fun i : nat => (rho1 ^ (t - i)%nat) * (g i))) + ((rho1 ^ 0) * (g t))).
    { last_term. }
    follow E_7. }
  symmetry.
  reflexivity.
Qed.
Theorem defined_first_moment : forall t : nat, (0 <= t)%nat -> (forall i : nat, ((1)%nat <= i <= t)%nat -> (i <= t)%nat) /\ (forall i : nat, ((1)%nat <= i <= t)%nat -> ((1)%nat <= i)%nat).
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
    | _ => 0 end
  | S m_ =>
    let t := (1 + m_)%nat in
    let old_theta := fun _ : nat => run_ m_ 0 in
    let old_s := fun _ : nat => run_ m_ 1 in
    let old_r := fun _ : nat => run_ m_ 2 in
    match which_ with
    | 0%nat => (old_theta t) - (eta * ((((rho1 * (old_s (t - 1)%nat)) + ((1 - rho1) * (g t))) / (1 - (rho1 ^ t))) / (sqrt ((((rho2 * (old_r (t - 1)%nat)) + ((1 - rho2) * ((g t) * (g t)))) / (1 - (rho2 ^ t))) + epsilon))))
    | 1%nat => (rho1 * (old_s (t - 1)%nat)) + ((1 - rho1) * (g t))
    | 2%nat => (rho2 * (old_r (t - 1)%nat)) + ((1 - rho2) * ((g t) * (g t)))
    | _ => 0 end
  end.
Definition theta (n_ : nat) : R := run_ (n_ - 1) 0.
Definition s (n_ : nat) : R := run_ (n_ - 0) 1.
Definition r (n_ : nat) : R := run_ (n_ - 0) 2.
Definition s_hat (n_ : nat) : R := let t := (n_ - 0)%nat in (s t) / (1 - (rho1 ^ t)).
Definition r_hat (n_ : nat) : R := let t := (n_ - 0)%nat in (r t) / (1 - (rho2 ^ t)).
Ltac at_step m :=
  repeat match goal with |- context [run_ ?n] =>
    tryif constr_eq n m then fail else tryif constr_eq n (S m) then fail else
    first [replace n with (S m) by lia | replace n with m by lia] end;
  cbn [run_]; cbv beta zeta; first [reflexivity | alike].
Lemma start_s : s (0)%nat = 0.
Proof.
  intros; unfold r_hat, s_hat, r, s, theta; reflexivity.
Qed.
Lemma start_r : r (0)%nat = 0.
Proof.
  intros; unfold r_hat, s_hat, r, s, theta; reflexivity.
Qed.
Lemma step_s : forall t : nat, (1 <= t)%nat -> s t = (rho1 * (s (t - 1)%nat)) + ((1 - rho1) * (g t)).
Proof.
  intros; replace t with (1 + (t - 1))%nat by lia; generalize (t - 1)%nat as m; intros m; unfold r_hat, s_hat, r, s, theta; at_step m.
Qed.
Lemma step_r : forall t : nat, (1 <= t)%nat -> r t = (rho2 * (r (t - 1)%nat)) + ((1 - rho2) * ((g t) * (g t))).
Proof.
  intros; replace t with (1 + (t - 1))%nat by lia; generalize (t - 1)%nat as m; intros m; unfold r_hat, s_hat, r, s, theta; at_step m.
Qed.
Lemma step_s_hat : forall t : nat, (1 <= t)%nat -> s_hat t = (s t) / (1 - (rho1 ^ t)).
Proof.
  intros; replace t with (1 + (t - 1))%nat by lia; generalize (t - 1)%nat as m; intros m; unfold r_hat, s_hat, r, s, theta; at_step m.
Qed.
Lemma step_r_hat : forall t : nat, (1 <= t)%nat -> r_hat t = (r t) / (1 - (rho2 ^ t)).
Proof.
  intros; replace t with (1 + (t - 1))%nat by lia; generalize (t - 1)%nat as m; intros m; unfold r_hat, s_hat, r, s, theta; at_step m.
Qed.
Lemma step_theta : forall t : nat, (1 <= t)%nat -> theta (t + 1)%nat = (theta t) - (eta * ((s_hat t) / (sqrt ((r_hat t) + epsilon)))).
Proof.
  intros; replace t with (1 + (t - 1))%nat by lia; generalize (t - 1)%nat as m; intros m; unfold r_hat, s_hat, r, s, theta; at_step m.
Qed.
End Model.
End Setting1Model.

Module Setting1Values.
Lemma values (g : nat -> R) (theta : nat -> R) (s : nat -> R) (rho1 : R) (r : nat -> R) (rho2 : R) (s_hat : nat -> R) (r_hat : nat -> R) (eta : R) (epsilon : R) (domain_rho1_0 : 0 <= rho1) (domain_rho1_1 : rho1 < 1) (domain_rho2_0 : 0 <= rho2) (domain_rho2_1 : rho2 < 1) (domain_eta_0 : 0 < eta) (domain_epsilon_0 : 0 < epsilon) (start_s : s (0)%nat = 0) (start_r : r (0)%nat = 0) (step_s : forall t : nat, (1 <= t)%nat -> s t = (rho1 * (s (t - 1)%nat)) + ((1 - rho1) * (g t))) (step_r : forall t : nat, (1 <= t)%nat -> r t = (rho2 * (r (t - 1)%nat)) + ((1 - rho2) * ((g t) * (g t)))) (step_s_hat : forall t : nat, (1 <= t)%nat -> s_hat t = (s t) / (1 - (rho1 ^ t))) (step_r_hat : forall t : nat, (1 <= t)%nat -> r_hat t = (r t) / (1 - (rho2 ^ t))) (step_theta : forall t : nat, (1 <= t)%nat -> theta (t + 1)%nat = (theta t) - (eta * ((s_hat t) / (sqrt ((r_hat t) + epsilon))))) (at_rho1 : rho1 = 2 / 3) (at_rho2 : rho2 = 3 / 4) (at_eta : eta = 1 / 4) (at_epsilon : epsilon = 1 / 5) (at_g_1 : g (1)%nat = 1) (at_g_2 : g (2)%nat = - 2) (at_g_3 : g (3)%nat = 3) (at_g_4 : g (4)%nat = 1 / 3) (beyond_g : forall n_ : nat, (4 < n_)%nat -> g n_ = 1 / 3) (at_start_ : theta (1)%nat = 2) :
  (0 <= rho1) /\ (rho1 < 1) /\ (0 <= rho2) /\ (rho2 < 1) /\ (0 < eta) /\ (0 < epsilon) /\ (between (1 # 3) (s (1)%nat) (1 # 3)) /\ (between (1 # 4) (r (1)%nat) (1 # 4)) /\ (between (1 # 1) (s_hat (1)%nat) (1 # 1)) /\ (between (1 # 1) (r_hat (1)%nat) (1 # 1)) /\ (between (35435645354123615701 # 20000000000000000000) (theta (2)%nat) (88589113385309039353 # 50000000000000000000)) /\ (between (-4 # 9) (s (2)%nat) (-4 # 9)) /\ (between (19 # 16) (r (2)%nat) (19 # 16)) /\ (between (-4 # 5) (s_hat (2)%nat) (-4 # 5)) /\ (between (19 # 7) (r_hat (2)%nat) (19 # 7)) /\ (between (188893810493198200707 # 100000000000000000000) (theta (3)%nat) (47223452623299550227 # 25000000000000000000)) /\ (between (-4 # 9) (s (2)%nat) (-4 # 9)) /\ (between (-4 # 9) ((1 - rho1) * (Sum (1)%nat (2)%nat (fun i : nat => (rho1 ^ (2 - i)%nat) * (g i)))) (-4 # 9)).
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
  assert (N_25 : between (2 # 3) (rho1 ^ 1) (2 # 3)) by (apply (between_first N_2); rational).
  assert (N_26 : between (1 # 3) (1 - (rho1 ^ 1)) (1 # 3)) by (apply (between_sub N_3 N_25); rational).
  assert (N_27 : between (1 # 1) ((s (1)%nat) / (1 - (rho1 ^ 1))) (1 # 1)) by (apply (between_div N_17 N_26); rational).
  assert (N_28 : between (1 # 1) (s_hat (1)%nat) (1 # 1)) by (apply (between_by (step_s_hat 1%nat ltac:(lia)) N_27); rational).
  assert (N_29 : between (3 # 4) (rho2 ^ 1) (3 # 4)) by (apply (between_first N_5); rational).
  assert (N_30 : between (1 # 4) (1 - (rho2 ^ 1)) (1 # 4)) by (apply (between_sub N_3 N_29); rational).
  assert (N_31 : between (1 # 1) ((r (1)%nat) / (1 - (rho2 ^ 1))) (1 # 1)) by (apply (between_div N_24 N_30); rational).
  assert (N_32 : between (1 # 1) (r_hat (1)%nat) (1 # 1)) by (apply (between_by (step_r_hat 1%nat ltac:(lia)) N_31); rational).
  assert (N_33 : between (2 # 1) (2) (2 # 1)) by (is_number).
  assert (N_34 : between (2 # 1) (theta (1)%nat) (2 # 1)) by (apply (between_by at_start_ N_33); rational).
  assert (N_35 : between (6 # 5) ((r_hat (1)%nat) + epsilon) (6 # 5)) by (apply (between_add N_32 N_9); rational).
  assert (N_36 : between (1095445115010332226913939 # 1000000000000000000000000) (sqrt ((r_hat (1)%nat) + epsilon)) (54772255750516611345697 # 50000000000000000000000)) by (apply (between_sqrt N_35); rational).
  assert (N_37 : between (182574185835055371152323 # 200000000000000000000000) ((s_hat (1)%nat) / (sqrt ((r_hat (1)%nat) + epsilon))) (912870929175276855761617 # 1000000000000000000000000)) by (apply (between_div N_28 N_36); rational).
  assert (N_38 : between (228217732293819213940403 # 1000000000000000000000000) (eta * ((s_hat (1)%nat) / (sqrt ((r_hat (1)%nat) + epsilon)))) (45643546458763842788081 # 200000000000000000000000)) by (apply (between_mul N_7 N_37); rational).
  assert (N_39 : between (354356453541236157211919 # 200000000000000000000000) ((theta (1)%nat) - (eta * ((s_hat (1)%nat) / (sqrt ((r_hat (1)%nat) + epsilon))))) (1771782267706180786059597 # 1000000000000000000000000)) by (apply (between_sub N_34 N_38); rational).
  assert (N_40 : between (354356453541236157211919 # 200000000000000000000000) (theta (2)%nat) (1771782267706180786059597 # 1000000000000000000000000)) by (apply (between_by (step_theta 1%nat ltac:(lia)) N_39); rational).
  assert (N_41 : between (2 # 9) (rho1 * (s (1)%nat)) (2 # 9)) by (apply (between_mul N_2 N_17); rational).
  assert (N_42 : between (-2 # 1) (- 2) (-2 # 1)) by (is_number).
  assert (N_43 : between (-2 # 1) (g (2)%nat) (-2 # 1)) by (apply (between_by at_g_2 N_42); rational).
  assert (N_44 : between (-2 # 3) ((1 - rho1) * (g (2)%nat)) (-2 # 3)) by (apply (between_mul N_12 N_43); rational).
  assert (N_45 : between (-4 # 9) ((rho1 * (s (1)%nat)) + ((1 - rho1) * (g (2)%nat))) (-4 # 9)) by (apply (between_add N_41 N_44); rational).
  assert (N_46 : between (-4 # 9) (s (2)%nat) (-4 # 9)) by (apply (between_by (step_s 2%nat ltac:(lia)) N_45); rational).
  assert (N_47 : between (3 # 16) (rho2 * (r (1)%nat)) (3 # 16)) by (apply (between_mul N_5 N_24); rational).
  assert (N_48 : between (4 # 1) ((g (2)%nat) * (g (2)%nat)) (4 # 1)) by (apply (between_mul N_43 N_43); rational).
  assert (N_49 : between (1 # 1) ((1 - rho2) * ((g (2)%nat) * (g (2)%nat))) (1 # 1)) by (apply (between_mul N_20 N_48); rational).
  assert (N_50 : between (19 # 16) ((rho2 * (r (1)%nat)) + ((1 - rho2) * ((g (2)%nat) * (g (2)%nat)))) (19 # 16)) by (apply (between_add N_47 N_49); rational).
  assert (N_51 : between (19 # 16) (r (2)%nat) (19 # 16)) by (apply (between_by (step_r 2%nat ltac:(lia)) N_50); rational).
  assert (N_52 : between (4 # 9) (rho1 ^ 2) (4 # 9)) by (apply (between_power 1 1 2 N_25 N_25 eq_refl); rational).
  assert (N_53 : between (5 # 9) (1 - (rho1 ^ 2)) (5 # 9)) by (apply (between_sub N_3 N_52); rational).
  assert (N_54 : between (-4 # 5) ((s (2)%nat) / (1 - (rho1 ^ 2))) (-4 # 5)) by (apply (between_div N_46 N_53); rational).
  assert (N_55 : between (-4 # 5) (s_hat (2)%nat) (-4 # 5)) by (apply (between_by (step_s_hat 2%nat ltac:(lia)) N_54); rational).
  assert (N_56 : between (9 # 16) (rho2 ^ 2) (9 # 16)) by (apply (between_power 1 1 2 N_29 N_29 eq_refl); rational).
  assert (N_57 : between (7 # 16) (1 - (rho2 ^ 2)) (7 # 16)) by (apply (between_sub N_3 N_56); rational).
  assert (N_58 : between (19 # 7) ((r (2)%nat) / (1 - (rho2 ^ 2))) (19 # 7)) by (apply (between_div N_51 N_57); rational).
  assert (N_59 : between (19 # 7) (r_hat (2)%nat) (19 # 7)) by (apply (between_by (step_r_hat 2%nat ltac:(lia)) N_58); rational).
  assert (N_60 : between (102 # 35) ((r_hat (2)%nat) + epsilon) (102 # 35)) by (apply (between_add N_59 N_9); rational).
  assert (N_61 : between (1707127913861674949360341 # 1000000000000000000000000) (sqrt ((r_hat (2)%nat) + epsilon)) (853563956930837474680171 # 500000000000000000000000)) by (apply (between_sqrt N_60); rational).
  assert (N_62 : between (-234311674451602444029851 # 500000000000000000000000) ((s_hat (2)%nat) / (sqrt ((r_hat (2)%nat) + epsilon))) (-468623348903204888059701 # 1000000000000000000000000)) by (apply (between_div N_55 N_61); rational).
  assert (N_63 : between (-58577918612900611007463 # 500000000000000000000000) (eta * ((s_hat (2)%nat) / (sqrt ((r_hat (2)%nat) + epsilon)))) (-4686233489032048880597 # 40000000000000000000000)) by (apply (between_mul N_7 N_62); rational).
  assert (N_64 : between (47223452623299550201863 # 25000000000000000000000) ((theta (2)%nat) - (eta * ((s_hat (2)%nat) / (sqrt ((r_hat (2)%nat) + epsilon))))) (1888938104931982008074523 # 1000000000000000000000000)) by (apply (between_sub N_40 N_63); rational).
  assert (N_65 : between (47223452623299550201863 # 25000000000000000000000) (theta (3)%nat) (1888938104931982008074523 # 1000000000000000000000000)) by (apply (between_by (step_theta 2%nat ltac:(lia)) N_64); rational).
  assert (N_66 : between (2 # 3) ((rho1 ^ 1) * (g (1)%nat)) (2 # 3)) by (apply (between_mul N_25 N_14); rational).
  assert (N_67 : between (1 # 1) (rho1 ^ 0) (1 # 1)) by (apply (between_zeroth); rational).
  assert (N_68 : between (-2 # 1) ((rho1 ^ 0) * (g (2)%nat)) (-2 # 1)) by (apply (between_mul N_67 N_43); rational).
  assert (N_69 : between (0 # 1) (sum_of (fun i : nat => (rho1 ^ (2 - i)%nat) * (g i)) (1)%nat 0) (0 # 1)) by (apply (between_empty_sum); rational).
  assert (N_70 : between (2 # 3) (sum_of (fun i : nat => (rho1 ^ (2 - i)%nat) * (g i)) (1)%nat 1) (2 # 3)) by (apply (between_add N_69 N_66); rational).
  assert (N_71 : between (-4 # 3) (sum_of (fun i : nat => (rho1 ^ (2 - i)%nat) * (g i)) (1)%nat 2) (-4 # 3)) by (apply (between_add N_70 N_68); rational).
  assert (N_72 : between (-4 # 3) (Sum (1)%nat (2)%nat (fun i : nat => (rho1 ^ (2 - i)%nat) * (g i))) (-4 # 3)) by (apply (between_same N_71); rational).
  assert (N_73 : between (-4 # 9) ((1 - rho1) * (Sum (1)%nat (2)%nat (fun i : nat => (rho1 ^ (2 - i)%nat) * (g i)))) (-4 # 9)) by (apply (between_mul N_12 N_72); rational).
  refine (conj _ _); [exact (at_most N_0 N_2 ltac:(rational))|].
  refine (conj _ _); [exact (below N_2 N_3 ltac:(rational))|].
  refine (conj _ _); [exact (at_most N_0 N_5 ltac:(rational))|].
  refine (conj _ _); [exact (below N_5 N_3 ltac:(rational))|].
  refine (conj _ _); [exact (below N_0 N_7 ltac:(rational))|].
  refine (conj _ _); [exact (below N_0 N_9 ltac:(rational))|].
  refine (conj _ _); [apply (between_same N_17); rational|].
  refine (conj _ _); [apply (between_same N_24); rational|].
  refine (conj _ _); [apply (between_same N_28); rational|].
  refine (conj _ _); [apply (between_same N_32); rational|].
  refine (conj _ _); [apply (between_same N_40); rational|].
  refine (conj _ _); [apply (between_same N_46); rational|].
  refine (conj _ _); [apply (between_same N_51); rational|].
  refine (conj _ _); [apply (between_same N_55); rational|].
  refine (conj _ _); [apply (between_same N_59); rational|].
  refine (conj _ _); [apply (between_same N_65); rational|].
  refine (conj _ _); [apply (between_same N_46); rational|].
  apply (between_same N_73); rational.
Qed.
End Setting1Values.

(* adam, epsilon == 0 *)
Module Setting2.
Section About.
Variable g : nat -> R.
Variable theta : nat -> R.
Variable s : nat -> R.
Variable rho1 : R.
Variable r : nat -> R.
Variable rho2 : R.
Variable s_hat : nat -> R.
Variable r_hat : nat -> R.
Variable eta : R.
Hypothesis domain_rho1_0 : 0 <= rho1.
Hypothesis domain_rho1_1 : rho1 < 1.
Hypothesis domain_rho2_0 : 0 <= rho2.
Hypothesis domain_rho2_1 : rho2 < 1.
Hypothesis domain_eta_0 : 0 < eta.
Hypothesis start_s : s (0)%nat = 0.
Hypothesis start_r : r (0)%nat = 0.
Hypothesis step_s : forall t : nat, (1 <= t)%nat -> s t = (rho1 * (s (t - 1)%nat)) + ((1 - rho1) * (g t)).
Hypothesis step_r : forall t : nat, (1 <= t)%nat -> r t = (rho2 * (r (t - 1)%nat)) + ((1 - rho2) * ((g t) * (g t))).
Hypothesis step_s_hat : forall t : nat, (1 <= t)%nat -> s_hat t = (s t) / (1 - (rho1 ^ t)).
Hypothesis step_r_hat : forall t : nat, (1 <= t)%nat -> r_hat t = (r t) / (1 - (rho2 ^ t)).
Hypothesis step_theta : forall t : nat, (1 <= t)%nat -> theta (t + 1)%nat = (theta t) - (eta * ((s_hat t) / (sqrt ((r_hat t) + 0)))).
Theorem thm_r_is_not_negative : forall t : nat, (0 <= t)%nat -> 0 <= (r t).
Proof.
  intros t range.
  revert t range.
  apply (from_first (fun t => 0 <= (r t)) 0).
  { cut (0 <= (r (0)%nat)); [intros H; by_shape H|].
    apply le_by_difference.
    apply (le_carried _ (0 - 0)).
    { assert (E_1 : r (0)%nat = 0).
      { by_instance (start_r). }
      follow E_1. }
    assert (N_2_0 : between (0 # 1) (0) (0 # 1)) by (is_number).
    assert (N_2_1 : between (0 # 1) (0 - 0) (0 # 1)) by (apply (between_sub N_2_0 N_2_0); rational).
    apply (is_nonneg N_2_1); rational. }
  intros t range hypothesis_0.
  assert (hypothesis : 0 <= (r (t - 1)%nat)) by (by_shape hypothesis_0).
  apply le_by_difference.
  apply (le_carried _ (((rho2 * (r (t - 1)%nat)) + ((1 - rho2) * ((g t) * (g t)))) - 0)).
  { assert (E_3 : r t = (rho2 * (r (t - 1)%nat)) + ((1 - rho2) * ((g t) * (g t)))).
    { by_instance (step_r t ltac:(lia)). }
    follow E_3. }
  first [ solve [good] | solve [apply (le_carried _ ((((g t) ^ 2) + ((r (t - 1)%nat) * rho2)) - (((g t) ^ 2) * rho2))); [arithmetic | good]] | by_known ].
Qed.
Theorem thm_r'5f'hat_is_not_negative : forall t : nat, (1 <= t)%nat -> 0 <= (r_hat t).
Proof.
  intros t range.
  pose proof thm_r_is_not_negative as law_1.
  try pose proof (law_1 t ltac:(lia)) as fact_2.
  try pose proof (law_1 (t - 1)%nat ltac:(lia)) as fact_3.
  apply le_by_difference.
  apply (le_carried _ (((r t) / (1 - (rho2 ^ t))) - 0)).
  { assert (E_4 : r_hat t = (r t) / (1 - (rho2 ^ t))).
    { by_instance (step_r_hat t ltac:(lia)). }
    follow E_4. }
  first [ solve [good] | solve [apply (le_carried _ (- ((r t) * (1 / ((rho2 ^ t) - 1))))); [arithmetic | good]] | by_known ].
Qed.
Theorem defined_r'5f'hat_is_not_negative : forall t : nat, (1 <= t)%nat -> ((1)%nat <= t)%nat.
Proof.
  intros t range.
  pose proof thm_r_is_not_negative as law_1.
  try pose proof (law_1 t ltac:(lia)) as fact_2.
  try pose proof (law_1 (t - 1)%nat ltac:(lia)) as fact_3.
  repeat split; intros; first [lia | solve [nonzero ()] | good].
Qed.
Theorem thm_first_moment : forall t : nat, (0 <= t)%nat -> s t = (1 - rho1) * (Sum (1)%nat t (fun i : nat => (rho1 ^ (t - i)%nat) * (g i))).
Proof.
  intros t range.
  revert t range.
  apply (from_first (fun t => s t = (1 - rho1) * (Sum (1)%nat t (fun i : nat => (rho1 ^ (t - i)%nat) * (g i)))) 0).
  { cut (s (0)%nat = (1 - rho1) * (Sum (1)%nat (0)%nat (fun i : nat => (rho1 ^ (0 - i)%nat) * (g i)))); [intros H; by_shape H|].
    transitivity (0).
    { assert (E_1 : s (0)%nat = 0).
      { by_instance (start_s). }
      follow E_1. }
    transitivity ((1 - rho1) * 0).
    { arithmetic. }
    symmetry.
    transitivity ((1 - rho1) * 0).
    { assert (E_2 : Sum (1)%nat (0)%nat (fun i : nat => (rho1 ^ (0 - i)%nat) * (g i)) = 0).
      { first [apply Sum_empty | apply Prod_empty]; lia. }
      follow E_2. }
    symmetry.
    reflexivity. }
  intros t range hypothesis_0.
  assert (hypothesis : s (t - 1)%nat = (1 - rho1) * (Sum (1)%nat (t - 1)%nat (fun i : nat => (rho1 ^ (t - (i + 1))%nat) * (g i)))) by (by_shape hypothesis_0).
  transitivity ((rho1 * (s (t - 1)%nat)) + ((1 - rho1) * (g t))).
  { assert (E_3 : s t = (rho1 * (s (t - 1)%nat)) + ((1 - rho1) * (g t))).
    { by_instance (step_s t ltac:(lia)). }
    follow E_3. }
  transitivity ((rho1 * ((1 - rho1) * (Sum (1)%nat (t - 1)%nat (fun i : nat => (rho1 ^ (t - (i + 1))%nat) * (g i))))) + ((1 - rho1) * (g t))).
  { assert (E_4 : s (t - 1)%nat = (1 - rho1) * (Sum (1)%nat (t - 1)%nat (fun i : nat => (rho1 ^ (t - (i + 1))%nat) * (g i)))).
    { by_instance hypothesis. }
    follow E_4. }
  transitivity ((1 - rho1) * ((Sum (1)%nat (t - 1)%nat (fun i : nat => (rho1 ^ (t - i)%nat) * (g i))) + ((rho1 ^ 0) * (g t)))).
  { assert (S_5 : Sum (1)%nat (t - 1)%nat (fun i : nat => (rho1 ^ (t - (i + 1))%nat) * (g i)) = 1 * (Sum (1)%nat (t - 1)%nat (fun i_230 : nat => (g i_230) * (rho1 ^ (t - (i_230 + 1))%nat)))).
    { linear_sums i_230.
      arithmetic. }
    assert (S_6 : Sum (1)%nat (t - 1)%nat (fun i : nat => (rho1 ^ (t - i)%nat) * (g i)) = rho1 * (Sum (1)%nat (t - 1)%nat (fun i_230 : nat => (g i_230) * (rho1 ^ (t - (i_230 + 1))%nat)))).
    { linear_sums i_230.
      arithmetic. }
    try rewrite S_5.
    try rewrite S_6.
    arithmetic. }
  symmetry.
  transitivity ((1 - rho1) * ((Sum (1)%nat (t - 1)%nat (fun i : nat => (rho1 ^ (t - i)%nat) * (g i))) + ((rho1 ^ 0) * (g t)))).
  { assert (E_7 : Sum (1)%nat t (fun i : nat => (rho1 ^ (t - i)%nat) * (g i)) = (Sum (1)%nat (t - 1)%nat (fun i : nat => (rho1 ^ (t - i)%nat) * (g i))) + ((rho1 ^ 0) * (g t))).
    { last_term. }
    follow E_7. }
  symmetry.
  reflexivity.
Qed.
Theorem defined_first_moment : forall t : nat, (0 <= t)%nat -> (forall i : nat, ((1)%nat <= i <= t)%nat -> (i <= t)%nat) /\ (forall i : nat, ((1)%nat <= i <= t)%nat -> ((1)%nat <= i)%nat).
Proof.
  intros t range.
  repeat split; intros; first [lia | solve [nonzero ()] | good].
Qed.
Theorem thm_second_moment : forall t : nat, (0 <= t)%nat -> r t = (1 - rho2) * (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i)))).
Proof.
  intros t range.
  revert t range.
  apply (from_first (fun t => r t = (1 - rho2) * (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i))))) 0).
  { cut (r (0)%nat = (1 - rho2) * (Sum (1)%nat (0)%nat (fun i : nat => (rho2 ^ (0 - i)%nat) * ((g i) * (g i))))); [intros H; by_shape H|].
    transitivity (0).
    { assert (E_1 : r (0)%nat = 0).
      { by_instance (start_r). }
      follow E_1. }
    transitivity ((1 - rho2) * 0).
    { arithmetic. }
    symmetry.
    transitivity ((1 - rho2) * 0).
    { assert (E_2 : Sum (1)%nat (0)%nat (fun i : nat => (rho2 ^ (0 - i)%nat) * ((g i) * (g i))) = 0).
      { first [apply Sum_empty | apply Prod_empty]; lia. }
      follow E_2. }
    symmetry.
    reflexivity. }
  intros t range hypothesis_0.
  assert (hypothesis : r (t - 1)%nat = (1 - rho2) * (Sum (1)%nat (t - 1)%nat (fun i : nat => (rho2 ^ (t - (i + 1))%nat) * ((g i) * (g i))))) by (by_shape hypothesis_0).
  transitivity ((rho2 * (r (t - 1)%nat)) + ((1 - rho2) * ((g t) * (g t)))).
  { assert (E_3 : r t = (rho2 * (r (t - 1)%nat)) + ((1 - rho2) * ((g t) * (g t)))).
    { by_instance (step_r t ltac:(lia)). }
    follow E_3. }
  transitivity ((rho2 * ((1 - rho2) * (Sum (1)%nat (t - 1)%nat (fun i : nat => (rho2 ^ (t - (i + 1))%nat) * ((g i) * (g i)))))) + ((1 - rho2) * ((g t) * (g t)))).
  { assert (E_4 : r (t - 1)%nat = (1 - rho2) * (Sum (1)%nat (t - 1)%nat (fun i : nat => (rho2 ^ (t - (i + 1))%nat) * ((g i) * (g i))))).
    { by_instance hypothesis. }
    follow E_4. }
  transitivity ((1 - rho2) * ((Sum (1)%nat (t - 1)%nat (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i)))) + ((rho2 ^ 0) * ((g t) * (g t))))).
  { assert (S_5 : Sum (1)%nat (t - 1)%nat (fun i : nat => (rho2 ^ (t - (i + 1))%nat) * ((g i) * (g i))) = 1 * (Sum (1)%nat (t - 1)%nat (fun i_230 : nat => ((g i_230) ^ 2) * (rho2 ^ (t - (i_230 + 1))%nat)))).
    { linear_sums i_230.
      arithmetic. }
    assert (S_6 : Sum (1)%nat (t - 1)%nat (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i))) = rho2 * (Sum (1)%nat (t - 1)%nat (fun i_230 : nat => ((g i_230) ^ 2) * (rho2 ^ (t - (i_230 + 1))%nat)))).
    { linear_sums i_230.
      arithmetic. }
    try rewrite S_5.
    try rewrite S_6.
    arithmetic. }
  symmetry.
  transitivity ((1 - rho2) * ((Sum (1)%nat (t - 1)%nat (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i)))) + ((rho2 ^ 0) * ((g t) * (g t))))).
  { assert (E_7 : Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i))) = (Sum (1)%nat (t - 1)%nat (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i)))) + ((rho2 ^ 0) * ((g t) * (g t)))).
    { last_term. }
    follow E_7. }
  symmetry.
  reflexivity.
Qed.
Theorem defined_second_moment : forall t : nat, (0 <= t)%nat -> (forall i : nat, ((1)%nat <= i <= t)%nat -> (i <= t)%nat) /\ (forall i : nat, ((1)%nat <= i <= t)%nat -> ((1)%nat <= i)%nat).
Proof.
  intros t range.
  repeat split; intros; first [lia | solve [nonzero ()] | good].
Qed.
Theorem thm_factors : forall t : nat, (1 <= t)%nat -> (0 < (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i))))) -> theta (t + 1)%nat = (theta t) - (((eta * ((sqrt (1 - (rho2 ^ t))) / (1 - (rho1 ^ t)))) * ((1 - rho1) / (sqrt (1 - rho2)))) * ((Sum (1)%nat t (fun i : nat => (rho1 ^ (t - i)%nat) * (g i))) / (sqrt (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i))))))).
Proof.
  intros t range given_0.
  pose proof thm_r_is_not_negative as law_1.
  try pose proof (law_1 t ltac:(lia)) as fact_2.
  try pose proof (law_1 (t - 1)%nat ltac:(lia)) as fact_3.
  pose proof thm_r'5f'hat_is_not_negative as law_4.
  try pose proof (law_4 t ltac:(lia)) as fact_5.
  try pose proof (law_4 (t - 1)%nat ltac:(lia)) as fact_6.
  assert (fact_7 : 0 < (sqrt ((r_hat t) + 0))).
  { apply (lt_carried _ (sqrt (((r t) / (1 - (rho2 ^ t))) + 0))).
    { assert (E_8 : r_hat t = (r t) / (1 - (rho2 ^ t))).
      { by_instance (step_r_hat t ltac:(lia)). }
      follow E_8. }
    apply (lt_carried _ (sqrt ((((1 - rho2) * (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i))))) / (1 - (rho2 ^ t))) + 0))).
    { assert (E_9 : r t = (1 - rho2) * (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i))))).
      { by_instance (thm_second_moment t ltac:(lia)). }
      follow E_9. }
    first [ solve [good] | solve [apply (lt_carried _ (sqrt ((((1 - rho2) * (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i))))) / (1 - (rho2 ^ t))) + 0))); [arithmetic | good]] | by_known ]. }
  assert (fact_10 : 0 < (sqrt (((r t) / (1 - (rho2 ^ t))) + 0))).
  { apply (lt_carried _ (sqrt ((((1 - rho2) * (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i))))) / (1 - (rho2 ^ t))) + 0))).
    { assert (E_11 : r t = (1 - rho2) * (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i))))).
      { by_instance (thm_second_moment t ltac:(lia)). }
      follow E_11. }
    first [ solve [good] | solve [apply (lt_carried _ (sqrt ((((1 - rho2) * (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i))))) / (1 - (rho2 ^ t))) + 0))); [arithmetic | good]] | by_known ]. }
  transitivity ((theta t) - (eta * ((s_hat t) / (sqrt ((r_hat t) + 0))))).
  { assert (E_12 : theta (t + 1)%nat = (theta t) - (eta * ((s_hat t) / (sqrt ((r_hat t) + 0))))).
    { by_instance (step_theta t ltac:(lia)). }
    follow E_12. }
  transitivity ((theta t) - (eta * (((s t) / (1 - (rho1 ^ t))) / (sqrt ((r_hat t) + 0))))).
  { assert (E_13 : s_hat t = (s t) / (1 - (rho1 ^ t))).
    { by_instance (step_s_hat t ltac:(lia)). }
    follow E_13. }
  transitivity ((theta t) - (eta * ((((1 - rho1) * (Sum (1)%nat t (fun i : nat => (rho1 ^ (t - i)%nat) * (g i)))) / (1 - (rho1 ^ t))) / (sqrt ((r_hat t) + 0))))).
  { assert (E_14 : s t = (1 - rho1) * (Sum (1)%nat t (fun i : nat => (rho1 ^ (t - i)%nat) * (g i)))).
    { by_instance (thm_first_moment t ltac:(lia)). }
    follow E_14. }
  transitivity ((theta t) - (eta * ((((1 - rho1) * (Sum (1)%nat t (fun i : nat => (rho1 ^ (t - i)%nat) * (g i)))) / (1 - (rho1 ^ t))) / (sqrt (((r t) / (1 - (rho2 ^ t))) + 0))))).
  { assert (E_15 : r_hat t = (r t) / (1 - (rho2 ^ t))).
    { by_instance (step_r_hat t ltac:(lia)). }
    follow E_15. }
  transitivity ((theta t) - (eta * ((((1 - rho1) * (Sum (1)%nat t (fun i : nat => (rho1 ^ (t - i)%nat) * (g i)))) / (1 - (rho1 ^ t))) / (sqrt ((((1 - rho2) * (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i))))) / (1 - (rho2 ^ t))) + 0))))).
  { assert (E_16 : r t = (1 - rho2) * (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i))))).
    { by_instance (thm_second_moment t ltac:(lia)). }
    follow E_16. }
  transitivity ((theta t) - (eta * ((((1 - rho1) * (Sum (1)%nat t (fun i : nat => (rho1 ^ (t - i)%nat) * (g i)))) / (1 - (rho1 ^ t))) / (((sqrt (1 - rho2)) * (sqrt (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i)))))) / (sqrt (1 - (rho2 ^ t))))))).
  { assert (E_17 : sqrt ((((1 - rho2) * (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i))))) / (1 - (rho2 ^ t))) + 0) = ((sqrt (1 - rho2)) * (sqrt (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i)))))) / (sqrt (1 - (rho2 ^ t)))).
    { apply root_is; [good|].
      assert (Q_18 : sqrt (1 - rho2) * sqrt (1 - rho2) = (1 - rho2)) by (apply sqrt_sqrt; good).
      assert (Q_19 : sqrt (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i)))) * sqrt (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i)))) = (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i))))) by (apply sqrt_sqrt; good).
      assert (Q_20 : sqrt (1 - (rho2 ^ t)) * sqrt (1 - (rho2 ^ t)) = (1 - (rho2 ^ t))) by (apply sqrt_sqrt; good).
      first [ solve [arithmetic] | solve [ring [Q_18 Q_19 Q_20]] | solve [field [Q_18 Q_19 Q_20]; all_nonzero] | solve [field [Q_18 Q_19 Q_20]; all_nonzero] | solve [apply gap_is_quotient; [nonzero ()|field [Q_18 Q_19 Q_20]; all_nonzero]] | solve [repeat one_power; ring [Q_18 Q_19 Q_20]] | solve [repeat one_power; field [Q_18 Q_19 Q_20]; all_nonzero] | solve [repeat one_power; field [Q_18 Q_19 Q_20]; all_nonzero] | solve [repeat one_power; apply gap_is_quotient; [nonzero ()|field [Q_18 Q_19 Q_20]; all_nonzero]] ]. }
    follow E_17. }
  transitivity ((theta t) - (((eta * ((sqrt (1 - (rho2 ^ t))) / (1 - (rho1 ^ t)))) * ((1 - rho1) / (sqrt (1 - rho2)))) * ((Sum (1)%nat t (fun i : nat => (rho1 ^ (t - i)%nat) * (g i))) / (sqrt (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i)))))))).
  { assert (Q_21 : sqrt (1 - rho2) * sqrt (1 - rho2) = (1 - rho2)) by (apply sqrt_sqrt; good).
    assert (Q_22 : sqrt (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i)))) * sqrt (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i)))) = (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i))))) by (apply sqrt_sqrt; good).
    assert (Q_23 : sqrt (1 - (rho2 ^ t)) * sqrt (1 - (rho2 ^ t)) = (1 - (rho2 ^ t))) by (apply sqrt_sqrt; good).
    first [ solve [arithmetic] | solve [ring [Q_21 Q_22 Q_23]] | solve [field [Q_21 Q_22 Q_23]; all_nonzero] | solve [field [Q_21 Q_22 Q_23]; all_nonzero] | solve [apply gap_is_quotient; [nonzero ()|field [Q_21 Q_22 Q_23]; all_nonzero]] | solve [repeat one_power; ring [Q_21 Q_22 Q_23]] | solve [repeat one_power; field [Q_21 Q_22 Q_23]; all_nonzero] | solve [repeat one_power; field [Q_21 Q_22 Q_23]; all_nonzero] | solve [repeat one_power; apply gap_is_quotient; [nonzero ()|field [Q_21 Q_22 Q_23]; all_nonzero]] ]. }
  reflexivity.
Qed.
Theorem defined_factors : forall t : nat, (1 <= t)%nat -> (0 < (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i))))) -> ((1)%nat <= t)%nat /\ 0 <= (1 - (rho2 ^ t)) /\ (1 - (rho1 ^ t)) <> 0 /\ 0 <= (1 - rho2) /\ (sqrt (1 - rho2)) <> 0 /\ (forall i : nat, ((1)%nat <= i <= t)%nat -> (i <= t)%nat) /\ (forall i : nat, ((1)%nat <= i <= t)%nat -> ((1)%nat <= i)%nat) /\ 0 <= (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i)))) /\ (sqrt (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i))))) <> 0.
Proof.
  intros t range given_0.
  pose proof thm_r_is_not_negative as law_1.
  try pose proof (law_1 t ltac:(lia)) as fact_2.
  try pose proof (law_1 (t - 1)%nat ltac:(lia)) as fact_3.
  pose proof thm_r'5f'hat_is_not_negative as law_4.
  try pose proof (law_4 t ltac:(lia)) as fact_5.
  try pose proof (law_4 (t - 1)%nat ltac:(lia)) as fact_6.
  assert (fact_7 : 0 < (sqrt ((r_hat t) + 0))).
  { apply (lt_carried _ (sqrt (((r t) / (1 - (rho2 ^ t))) + 0))).
    { assert (E_8 : r_hat t = (r t) / (1 - (rho2 ^ t))).
      { by_instance (step_r_hat t ltac:(lia)). }
      follow E_8. }
    apply (lt_carried _ (sqrt ((((1 - rho2) * (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i))))) / (1 - (rho2 ^ t))) + 0))).
    { assert (E_9 : r t = (1 - rho2) * (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i))))).
      { by_instance (thm_second_moment t ltac:(lia)). }
      follow E_9. }
    first [ solve [good] | solve [apply (lt_carried _ (sqrt ((((1 - rho2) * (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i))))) / (1 - (rho2 ^ t))) + 0))); [arithmetic | good]] | by_known ]. }
  assert (fact_10 : 0 < (sqrt (((r t) / (1 - (rho2 ^ t))) + 0))).
  { apply (lt_carried _ (sqrt ((((1 - rho2) * (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i))))) / (1 - (rho2 ^ t))) + 0))).
    { assert (E_11 : r t = (1 - rho2) * (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i))))).
      { by_instance (thm_second_moment t ltac:(lia)). }
      follow E_11. }
    first [ solve [good] | solve [apply (lt_carried _ (sqrt ((((1 - rho2) * (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i))))) / (1 - (rho2 ^ t))) + 0))); [arithmetic | good]] | by_known ]. }
  repeat split; intros; first [lia | solve [nonzero ()] | good].
Qed.
End About.
End Setting2.

Module Setting2Model.
Section Model.
Variable g : nat -> R.
Variable rho1 : R.
Variable rho2 : R.
Variable eta : R.
Variable at_start : R.
Fixpoint run_ (n_ which_ : nat) {struct n_} : R := match n_ with
  | O =>
    match which_ with
    | 0%nat => at_start
    | 1%nat => 0
    | 2%nat => 0
    | _ => 0 end
  | S m_ =>
    let t := (1 + m_)%nat in
    let old_theta := fun _ : nat => run_ m_ 0 in
    let old_s := fun _ : nat => run_ m_ 1 in
    let old_r := fun _ : nat => run_ m_ 2 in
    match which_ with
    | 0%nat => (old_theta t) - (eta * ((((rho1 * (old_s (t - 1)%nat)) + ((1 - rho1) * (g t))) / (1 - (rho1 ^ t))) / (sqrt ((((rho2 * (old_r (t - 1)%nat)) + ((1 - rho2) * ((g t) * (g t)))) / (1 - (rho2 ^ t))) + 0))))
    | 1%nat => (rho1 * (old_s (t - 1)%nat)) + ((1 - rho1) * (g t))
    | 2%nat => (rho2 * (old_r (t - 1)%nat)) + ((1 - rho2) * ((g t) * (g t)))
    | _ => 0 end
  end.
Definition theta (n_ : nat) : R := run_ (n_ - 1) 0.
Definition s (n_ : nat) : R := run_ (n_ - 0) 1.
Definition r (n_ : nat) : R := run_ (n_ - 0) 2.
Definition s_hat (n_ : nat) : R := let t := (n_ - 0)%nat in (s t) / (1 - (rho1 ^ t)).
Definition r_hat (n_ : nat) : R := let t := (n_ - 0)%nat in (r t) / (1 - (rho2 ^ t)).
Ltac at_step m :=
  repeat match goal with |- context [run_ ?n] =>
    tryif constr_eq n m then fail else tryif constr_eq n (S m) then fail else
    first [replace n with (S m) by lia | replace n with m by lia] end;
  cbn [run_]; cbv beta zeta; first [reflexivity | alike].
Lemma start_s : s (0)%nat = 0.
Proof.
  intros; unfold r_hat, s_hat, r, s, theta; reflexivity.
Qed.
Lemma start_r : r (0)%nat = 0.
Proof.
  intros; unfold r_hat, s_hat, r, s, theta; reflexivity.
Qed.
Lemma step_s : forall t : nat, (1 <= t)%nat -> s t = (rho1 * (s (t - 1)%nat)) + ((1 - rho1) * (g t)).
Proof.
  intros; replace t with (1 + (t - 1))%nat by lia; generalize (t - 1)%nat as m; intros m; unfold r_hat, s_hat, r, s, theta; at_step m.
Qed.
Lemma step_r : forall t : nat, (1 <= t)%nat -> r t = (rho2 * (r (t - 1)%nat)) + ((1 - rho2) * ((g t) * (g t))).
Proof.
  intros; replace t with (1 + (t - 1))%nat by lia; generalize (t - 1)%nat as m; intros m; unfold r_hat, s_hat, r, s, theta; at_step m.
Qed.
Lemma step_s_hat : forall t : nat, (1 <= t)%nat -> s_hat t = (s t) / (1 - (rho1 ^ t)).
Proof.
  intros; replace t with (1 + (t - 1))%nat by lia; generalize (t - 1)%nat as m; intros m; unfold r_hat, s_hat, r, s, theta; at_step m.
Qed.
Lemma step_r_hat : forall t : nat, (1 <= t)%nat -> r_hat t = (r t) / (1 - (rho2 ^ t)).
Proof.
  intros; replace t with (1 + (t - 1))%nat by lia; generalize (t - 1)%nat as m; intros m; unfold r_hat, s_hat, r, s, theta; at_step m.
Qed.
Lemma step_theta : forall t : nat, (1 <= t)%nat -> theta (t + 1)%nat = (theta t) - (eta * ((s_hat t) / (sqrt ((r_hat t) + 0)))).
Proof.
  intros; replace t with (1 + (t - 1))%nat by lia; generalize (t - 1)%nat as m; intros m; unfold r_hat, s_hat, r, s, theta; at_step m.
Qed.
End Model.
End Setting2Model.

Module Setting2Values.
Lemma values (g : nat -> R) (theta : nat -> R) (s : nat -> R) (rho1 : R) (r : nat -> R) (rho2 : R) (s_hat : nat -> R) (r_hat : nat -> R) (eta : R) (domain_rho1_0 : 0 <= rho1) (domain_rho1_1 : rho1 < 1) (domain_rho2_0 : 0 <= rho2) (domain_rho2_1 : rho2 < 1) (domain_eta_0 : 0 < eta) (start_s : s (0)%nat = 0) (start_r : r (0)%nat = 0) (step_s : forall t : nat, (1 <= t)%nat -> s t = (rho1 * (s (t - 1)%nat)) + ((1 - rho1) * (g t))) (step_r : forall t : nat, (1 <= t)%nat -> r t = (rho2 * (r (t - 1)%nat)) + ((1 - rho2) * ((g t) * (g t)))) (step_s_hat : forall t : nat, (1 <= t)%nat -> s_hat t = (s t) / (1 - (rho1 ^ t))) (step_r_hat : forall t : nat, (1 <= t)%nat -> r_hat t = (r t) / (1 - (rho2 ^ t))) (step_theta : forall t : nat, (1 <= t)%nat -> theta (t + 1)%nat = (theta t) - (eta * ((s_hat t) / (sqrt ((r_hat t) + 0))))) (at_rho1 : rho1 = 2 / 3) (at_rho2 : rho2 = 3 / 4) (at_eta : eta = 1 / 4) (at_g_1 : g (1)%nat = 1) (at_g_2 : g (2)%nat = - 2) (at_g_3 : g (3)%nat = 3) (at_g_4 : g (4)%nat = 1 / 3) (beyond_g : forall n_ : nat, (4 < n_)%nat -> g n_ = 1 / 3) (at_start_ : theta (1)%nat = 2) :
  (0 <= rho1) /\ (rho1 < 1) /\ (0 <= rho2) /\ (rho2 < 1) /\ (0 < eta) /\ (between (1 # 3) (s (1)%nat) (1 # 3)) /\ (between (1 # 4) (r (1)%nat) (1 # 4)) /\ (between (1 # 1) (s_hat (1)%nat) (1 # 1)) /\ (between (1 # 1) (r_hat (1)%nat) (1 # 1)) /\ (between (7 # 4) (theta (2)%nat) (7 # 4)) /\ (between (-4 # 9) (s (2)%nat) (-4 # 9)) /\ (between (19 # 16) (r (2)%nat) (19 # 16)) /\ (between (-4 # 5) (s_hat (2)%nat) (-4 # 5)) /\ (between (19 # 7) (r_hat (2)%nat) (19 # 7)) /\ (between (187139539573337679783 # 100000000000000000000) (theta (3)%nat) (11696221223333604999 # 6250000000000000000)) /\ (between (19 # 16) (r (2)%nat) (19 # 16)) /\ (between (0 # 1) (0) (0 # 1)) /\ (0 <= (r (2)%nat)) /\ (between (19 # 7) (r_hat (2)%nat) (19 # 7)) /\ (between (0 # 1) (0) (0 # 1)) /\ (0 <= (r_hat (2)%nat)) /\ (between (-4 # 9) (s (2)%nat) (-4 # 9)) /\ (between (-4 # 9) ((1 - rho1) * (Sum (1)%nat (2)%nat (fun i : nat => (rho1 ^ (2 - i)%nat) * (g i)))) (-4 # 9)) /\ (between (19 # 16) (r (2)%nat) (19 # 16)) /\ (between (19 # 16) ((1 - rho2) * (Sum (1)%nat (2)%nat (fun i : nat => (rho2 ^ (2 - i)%nat) * ((g i) * (g i))))) (19 # 16)) /\ (between (187139539573337679783 # 100000000000000000000) (theta (3)%nat) (11696221223333604999 # 6250000000000000000)) /\ (between (187139539573337679783 # 100000000000000000000) ((theta (2)%nat) - (((eta * ((sqrt (1 - (rho2 ^ 2))) / (1 - (rho1 ^ 2)))) * ((1 - rho1) / (sqrt (1 - rho2)))) * ((Sum (1)%nat (2)%nat (fun i : nat => (rho1 ^ (2 - i)%nat) * (g i))) / (sqrt (Sum (1)%nat (2)%nat (fun i : nat => (rho2 ^ (2 - i)%nat) * ((g i) * (g i)))))))) (11696221223333604999 # 6250000000000000000)).
Proof.
  assert (N_0 : between (0 # 1) (0) (0 # 1)) by (is_number).
  assert (N_1 : between (2 # 3) (2 / 3) (2 # 3)) by (is_number).
  assert (N_2 : between (2 # 3) (rho1) (2 # 3)) by (apply (between_by at_rho1 N_1); rational).
  assert (N_3 : between (1 # 1) (1) (1 # 1)) by (is_number).
  assert (N_4 : between (3 # 4) (3 / 4) (3 # 4)) by (is_number).
  assert (N_5 : between (3 # 4) (rho2) (3 # 4)) by (apply (between_by at_rho2 N_4); rational).
  assert (N_6 : between (1 # 4) (1 / 4) (1 # 4)) by (is_number).
  assert (N_7 : between (1 # 4) (eta) (1 # 4)) by (apply (between_by at_eta N_6); rational).
  assert (N_8 : between (0 # 1) (s (0)%nat) (0 # 1)) by (apply (between_by (start_s) N_0); rational).
  assert (N_9 : between (0 # 1) (rho1 * (s (0)%nat)) (0 # 1)) by (apply (between_mul N_2 N_8); rational).
  assert (N_10 : between (1 # 3) (1 - rho1) (1 # 3)) by (apply (between_sub N_3 N_2); rational).
  assert (N_11 : between (1 # 1) (1) (1 # 1)) by (is_number).
  assert (N_12 : between (1 # 1) (g (1)%nat) (1 # 1)) by (apply (between_by at_g_1 N_11); rational).
  assert (N_13 : between (1 # 3) ((1 - rho1) * (g (1)%nat)) (1 # 3)) by (apply (between_mul N_10 N_12); rational).
  assert (N_14 : between (1 # 3) ((rho1 * (s (0)%nat)) + ((1 - rho1) * (g (1)%nat))) (1 # 3)) by (apply (between_add N_9 N_13); rational).
  assert (N_15 : between (1 # 3) (s (1)%nat) (1 # 3)) by (apply (between_by (step_s 1%nat ltac:(lia)) N_14); rational).
  assert (N_16 : between (0 # 1) (r (0)%nat) (0 # 1)) by (apply (between_by (start_r) N_0); rational).
  assert (N_17 : between (0 # 1) (rho2 * (r (0)%nat)) (0 # 1)) by (apply (between_mul N_5 N_16); rational).
  assert (N_18 : between (1 # 4) (1 - rho2) (1 # 4)) by (apply (between_sub N_3 N_5); rational).
  assert (N_19 : between (1 # 1) ((g (1)%nat) * (g (1)%nat)) (1 # 1)) by (apply (between_mul N_12 N_12); rational).
  assert (N_20 : between (1 # 4) ((1 - rho2) * ((g (1)%nat) * (g (1)%nat))) (1 # 4)) by (apply (between_mul N_18 N_19); rational).
  assert (N_21 : between (1 # 4) ((rho2 * (r (0)%nat)) + ((1 - rho2) * ((g (1)%nat) * (g (1)%nat)))) (1 # 4)) by (apply (between_add N_17 N_20); rational).
  assert (N_22 : between (1 # 4) (r (1)%nat) (1 # 4)) by (apply (between_by (step_r 1%nat ltac:(lia)) N_21); rational).
  assert (N_23 : between (2 # 3) (rho1 ^ 1) (2 # 3)) by (apply (between_first N_2); rational).
  assert (N_24 : between (1 # 3) (1 - (rho1 ^ 1)) (1 # 3)) by (apply (between_sub N_3 N_23); rational).
  assert (N_25 : between (1 # 1) ((s (1)%nat) / (1 - (rho1 ^ 1))) (1 # 1)) by (apply (between_div N_15 N_24); rational).
  assert (N_26 : between (1 # 1) (s_hat (1)%nat) (1 # 1)) by (apply (between_by (step_s_hat 1%nat ltac:(lia)) N_25); rational).
  assert (N_27 : between (3 # 4) (rho2 ^ 1) (3 # 4)) by (apply (between_first N_5); rational).
  assert (N_28 : between (1 # 4) (1 - (rho2 ^ 1)) (1 # 4)) by (apply (between_sub N_3 N_27); rational).
  assert (N_29 : between (1 # 1) ((r (1)%nat) / (1 - (rho2 ^ 1))) (1 # 1)) by (apply (between_div N_22 N_28); rational).
  assert (N_30 : between (1 # 1) (r_hat (1)%nat) (1 # 1)) by (apply (between_by (step_r_hat 1%nat ltac:(lia)) N_29); rational).
  assert (N_31 : between (2 # 1) (2) (2 # 1)) by (is_number).
  assert (N_32 : between (2 # 1) (theta (1)%nat) (2 # 1)) by (apply (between_by at_start_ N_31); rational).
  assert (N_33 : between (1 # 1) ((r_hat (1)%nat) + 0) (1 # 1)) by (apply (between_add N_30 N_0); rational).
  assert (N_34 : between (1 # 1) (sqrt ((r_hat (1)%nat) + 0)) (1 # 1)) by (apply (between_sqrt N_33); rational).
  assert (N_35 : between (1 # 1) ((s_hat (1)%nat) / (sqrt ((r_hat (1)%nat) + 0))) (1 # 1)) by (apply (between_div N_26 N_34); rational).
  assert (N_36 : between (1 # 4) (eta * ((s_hat (1)%nat) / (sqrt ((r_hat (1)%nat) + 0)))) (1 # 4)) by (apply (between_mul N_7 N_35); rational).
  assert (N_37 : between (7 # 4) ((theta (1)%nat) - (eta * ((s_hat (1)%nat) / (sqrt ((r_hat (1)%nat) + 0))))) (7 # 4)) by (apply (between_sub N_32 N_36); rational).
  assert (N_38 : between (7 # 4) (theta (2)%nat) (7 # 4)) by (apply (between_by (step_theta 1%nat ltac:(lia)) N_37); rational).
  assert (N_39 : between (2 # 9) (rho1 * (s (1)%nat)) (2 # 9)) by (apply (between_mul N_2 N_15); rational).
  assert (N_40 : between (-2 # 1) (- 2) (-2 # 1)) by (is_number).
  assert (N_41 : between (-2 # 1) (g (2)%nat) (-2 # 1)) by (apply (between_by at_g_2 N_40); rational).
  assert (N_42 : between (-2 # 3) ((1 - rho1) * (g (2)%nat)) (-2 # 3)) by (apply (between_mul N_10 N_41); rational).
  assert (N_43 : between (-4 # 9) ((rho1 * (s (1)%nat)) + ((1 - rho1) * (g (2)%nat))) (-4 # 9)) by (apply (between_add N_39 N_42); rational).
  assert (N_44 : between (-4 # 9) (s (2)%nat) (-4 # 9)) by (apply (between_by (step_s 2%nat ltac:(lia)) N_43); rational).
  assert (N_45 : between (3 # 16) (rho2 * (r (1)%nat)) (3 # 16)) by (apply (between_mul N_5 N_22); rational).
  assert (N_46 : between (4 # 1) ((g (2)%nat) * (g (2)%nat)) (4 # 1)) by (apply (between_mul N_41 N_41); rational).
  assert (N_47 : between (1 # 1) ((1 - rho2) * ((g (2)%nat) * (g (2)%nat))) (1 # 1)) by (apply (between_mul N_18 N_46); rational).
  assert (N_48 : between (19 # 16) ((rho2 * (r (1)%nat)) + ((1 - rho2) * ((g (2)%nat) * (g (2)%nat)))) (19 # 16)) by (apply (between_add N_45 N_47); rational).
  assert (N_49 : between (19 # 16) (r (2)%nat) (19 # 16)) by (apply (between_by (step_r 2%nat ltac:(lia)) N_48); rational).
  assert (N_50 : between (4 # 9) (rho1 ^ 2) (4 # 9)) by (apply (between_power 1 1 2 N_23 N_23 eq_refl); rational).
  assert (N_51 : between (5 # 9) (1 - (rho1 ^ 2)) (5 # 9)) by (apply (between_sub N_3 N_50); rational).
  assert (N_52 : between (-4 # 5) ((s (2)%nat) / (1 - (rho1 ^ 2))) (-4 # 5)) by (apply (between_div N_44 N_51); rational).
  assert (N_53 : between (-4 # 5) (s_hat (2)%nat) (-4 # 5)) by (apply (between_by (step_s_hat 2%nat ltac:(lia)) N_52); rational).
  assert (N_54 : between (9 # 16) (rho2 ^ 2) (9 # 16)) by (apply (between_power 1 1 2 N_27 N_27 eq_refl); rational).
  assert (N_55 : between (7 # 16) (1 - (rho2 ^ 2)) (7 # 16)) by (apply (between_sub N_3 N_54); rational).
  assert (N_56 : between (19 # 7) ((r (2)%nat) / (1 - (rho2 ^ 2))) (19 # 7)) by (apply (between_div N_49 N_55); rational).
  assert (N_57 : between (19 # 7) (r_hat (2)%nat) (19 # 7)) by (apply (between_by (step_r_hat 2%nat ltac:(lia)) N_56); rational).
  assert (N_58 : between (19 # 7) ((r_hat (2)%nat) + 0) (19 # 7)) by (apply (between_add N_57 N_0); rational).
  assert (N_59 : between (823754471047913992096727 # 500000000000000000000000) (sqrt ((r_hat (2)%nat) + 0)) (329501788419165596838691 # 200000000000000000000000)) by (apply (between_sqrt N_58); rational).
  assert (N_60 : between (-485581582933507195341229 # 1000000000000000000000000) ((s_hat (2)%nat) / (sqrt ((r_hat (2)%nat) + 0))) (-121395395733376798835307 # 250000000000000000000000)) by (apply (between_div N_53 N_59); rational).
  assert (N_61 : between (-30348848933344199708827 # 250000000000000000000000) (eta * ((s_hat (2)%nat) / (sqrt ((r_hat (2)%nat) + 0)))) (-121395395733376798835307 # 1000000000000000000000000)) by (apply (between_mul N_7 N_60); rational).
  assert (N_62 : between (1871395395733376798835307 # 1000000000000000000000000) ((theta (2)%nat) - (eta * ((s_hat (2)%nat) / (sqrt ((r_hat (2)%nat) + 0))))) (467848848933344199708827 # 250000000000000000000000)) by (apply (between_sub N_38 N_61); rational).
  assert (N_63 : between (1871395395733376798835307 # 1000000000000000000000000) (theta (3)%nat) (467848848933344199708827 # 250000000000000000000000)) by (apply (between_by (step_theta 2%nat ltac:(lia)) N_62); rational).
  assert (N_64 : between (2 # 3) ((rho1 ^ 1) * (g (1)%nat)) (2 # 3)) by (apply (between_mul N_23 N_12); rational).
  assert (N_65 : between (1 # 1) (rho1 ^ 0) (1 # 1)) by (apply (between_zeroth); rational).
  assert (N_66 : between (-2 # 1) ((rho1 ^ 0) * (g (2)%nat)) (-2 # 1)) by (apply (between_mul N_65 N_41); rational).
  assert (N_67 : between (0 # 1) (sum_of (fun i : nat => (rho1 ^ (2 - i)%nat) * (g i)) (1)%nat 0) (0 # 1)) by (apply (between_empty_sum); rational).
  assert (N_68 : between (2 # 3) (sum_of (fun i : nat => (rho1 ^ (2 - i)%nat) * (g i)) (1)%nat 1) (2 # 3)) by (apply (between_add N_67 N_64); rational).
  assert (N_69 : between (-4 # 3) (sum_of (fun i : nat => (rho1 ^ (2 - i)%nat) * (g i)) (1)%nat 2) (-4 # 3)) by (apply (between_add N_68 N_66); rational).
  assert (N_70 : between (-4 # 3) (Sum (1)%nat (2)%nat (fun i : nat => (rho1 ^ (2 - i)%nat) * (g i))) (-4 # 3)) by (apply (between_same N_69); rational).
  assert (N_71 : between (-4 # 9) ((1 - rho1) * (Sum (1)%nat (2)%nat (fun i : nat => (rho1 ^ (2 - i)%nat) * (g i)))) (-4 # 9)) by (apply (between_mul N_10 N_70); rational).
  assert (N_72 : between (3 # 4) ((rho2 ^ 1) * ((g (1)%nat) * (g (1)%nat))) (3 # 4)) by (apply (between_mul N_27 N_19); rational).
  assert (N_73 : between (1 # 1) (rho2 ^ 0) (1 # 1)) by (apply (between_zeroth); rational).
  assert (N_74 : between (4 # 1) ((rho2 ^ 0) * ((g (2)%nat) * (g (2)%nat))) (4 # 1)) by (apply (between_mul N_73 N_46); rational).
  assert (N_75 : between (0 # 1) (sum_of (fun i : nat => (rho2 ^ (2 - i)%nat) * ((g i) * (g i))) (1)%nat 0) (0 # 1)) by (apply (between_empty_sum); rational).
  assert (N_76 : between (3 # 4) (sum_of (fun i : nat => (rho2 ^ (2 - i)%nat) * ((g i) * (g i))) (1)%nat 1) (3 # 4)) by (apply (between_add N_75 N_72); rational).
  assert (N_77 : between (19 # 4) (sum_of (fun i : nat => (rho2 ^ (2 - i)%nat) * ((g i) * (g i))) (1)%nat 2) (19 # 4)) by (apply (between_add N_76 N_74); rational).
  assert (N_78 : between (19 # 4) (Sum (1)%nat (2)%nat (fun i : nat => (rho2 ^ (2 - i)%nat) * ((g i) * (g i)))) (19 # 4)) by (apply (between_same N_77); rational).
  assert (N_79 : between (19 # 16) ((1 - rho2) * (Sum (1)%nat (2)%nat (fun i : nat => (rho2 ^ (2 - i)%nat) * ((g i) * (g i))))) (19 # 16)) by (apply (between_mul N_18 N_78); rational).
  assert (N_80 : between (661437827766147647625403 # 1000000000000000000000000) (sqrt (1 - (rho2 ^ 2))) (165359456941536911906351 # 250000000000000000000000)) by (apply (between_sqrt N_55); rational).
  assert (N_81 : between (47623523599162630629029 # 40000000000000000000000) ((sqrt (1 - (rho2 ^ 2))) / (1 - (rho1 ^ 2))) (37205877811845805178929 # 31250000000000000000000)) by (apply (between_div N_80 N_51); rational).
  assert (N_82 : between (297647022494766441431431 # 1000000000000000000000000) (eta * ((sqrt (1 - (rho2 ^ 2))) / (1 - (rho1 ^ 2)))) (37205877811845805178929 # 125000000000000000000000)) by (apply (between_mul N_7 N_81); rational).
  assert (N_83 : between (1 # 2) (sqrt (1 - rho2)) (1 # 2)) by (apply (between_sqrt N_18); rational).
  assert (N_84 : between (2 # 3) ((1 - rho1) / (sqrt (1 - rho2))) (2 # 3)) by (apply (between_div N_10 N_83); rational).
  assert (N_85 : between (9921567416492214714381 # 50000000000000000000000) ((eta * ((sqrt (1 - (rho2 ^ 2))) / (1 - (rho1 ^ 2)))) * ((1 - rho1) / (sqrt (1 - rho2)))) (99215674164922147143811 # 500000000000000000000000)) by (apply (between_mul N_82 N_84); rational).
  assert (N_86 : between (217944947177033677611849 # 100000000000000000000000) (sqrt (Sum (1)%nat (2)%nat (fun i : nat => (rho2 ^ (2 - i)%nat) * ((g i) * (g i))))) (2179449471770336776118491 # 1000000000000000000000000)) by (apply (between_sqrt N_78); rational).
  assert (N_87 : between (-305887645160749021209613 # 500000000000000000000000) ((Sum (1)%nat (2)%nat (fun i : nat => (rho1 ^ (2 - i)%nat) * (g i))) / (sqrt (Sum (1)%nat (2)%nat (fun i : nat => (rho2 ^ (2 - i)%nat) * ((g i) * (g i)))))) (-24471011612859921696769 # 40000000000000000000000)) by (apply (between_div N_70 N_86); rational).
  assert (N_88 : between (-30348848933344199708827 # 250000000000000000000000) (((eta * ((sqrt (1 - (rho2 ^ 2))) / (1 - (rho1 ^ 2)))) * ((1 - rho1) / (sqrt (1 - rho2)))) * ((Sum (1)%nat (2)%nat (fun i : nat => (rho1 ^ (2 - i)%nat) * (g i))) / (sqrt (Sum (1)%nat (2)%nat (fun i : nat => (rho2 ^ (2 - i)%nat) * ((g i) * (g i))))))) (-60697697866688399417653 # 500000000000000000000000)) by (apply (between_mul N_85 N_87); rational).
  assert (N_89 : between (935697697866688399417653 # 500000000000000000000000) ((theta (2)%nat) - (((eta * ((sqrt (1 - (rho2 ^ 2))) / (1 - (rho1 ^ 2)))) * ((1 - rho1) / (sqrt (1 - rho2)))) * ((Sum (1)%nat (2)%nat (fun i : nat => (rho1 ^ (2 - i)%nat) * (g i))) / (sqrt (Sum (1)%nat (2)%nat (fun i : nat => (rho2 ^ (2 - i)%nat) * ((g i) * (g i)))))))) (467848848933344199708827 # 250000000000000000000000)) by (apply (between_sub N_38 N_88); rational).
  refine (conj _ _); [exact (at_most N_0 N_2 ltac:(rational))|].
  refine (conj _ _); [exact (below N_2 N_3 ltac:(rational))|].
  refine (conj _ _); [exact (at_most N_0 N_5 ltac:(rational))|].
  refine (conj _ _); [exact (below N_5 N_3 ltac:(rational))|].
  refine (conj _ _); [exact (below N_0 N_7 ltac:(rational))|].
  refine (conj _ _); [apply (between_same N_15); rational|].
  refine (conj _ _); [apply (between_same N_22); rational|].
  refine (conj _ _); [apply (between_same N_26); rational|].
  refine (conj _ _); [apply (between_same N_30); rational|].
  refine (conj _ _); [apply (between_same N_38); rational|].
  refine (conj _ _); [apply (between_same N_44); rational|].
  refine (conj _ _); [apply (between_same N_49); rational|].
  refine (conj _ _); [apply (between_same N_53); rational|].
  refine (conj _ _); [apply (between_same N_57); rational|].
  refine (conj _ _); [apply (between_same N_63); rational|].
  refine (conj _ _); [apply (between_same N_49); rational|].
  refine (conj _ _); [apply (between_same N_0); rational|].
  refine (conj _ _); [exact (at_most N_0 N_49 ltac:(rational))|].
  refine (conj _ _); [apply (between_same N_57); rational|].
  refine (conj _ _); [apply (between_same N_0); rational|].
  refine (conj _ _); [exact (at_most N_0 N_57 ltac:(rational))|].
  refine (conj _ _); [apply (between_same N_44); rational|].
  refine (conj _ _); [apply (between_same N_71); rational|].
  refine (conj _ _); [apply (between_same N_49); rational|].
  refine (conj _ _); [apply (between_same N_79); rational|].
  refine (conj _ _); [apply (between_same N_63); rational|].
  apply (between_same N_89); rational.
Qed.
End Setting2Values.

(* adam, rho1 == 9/10, rho2 == 999/1000 *)
Module Setting3.
Section About.
Variable g : nat -> R.
Variable theta : nat -> R.
Variable s : nat -> R.
Variable r : nat -> R.
Variable s_hat : nat -> R.
Variable r_hat : nat -> R.
Variable eta : R.
Variable epsilon : R.
Hypothesis domain_eta_0 : 0 < eta.
Hypothesis domain_epsilon_0 : 0 < epsilon.
Hypothesis start_s : s (0)%nat = 0.
Hypothesis start_r : r (0)%nat = 0.
Hypothesis step_s : forall t : nat, (1 <= t)%nat -> s t = ((9 / 10) * (s (t - 1)%nat)) + ((1 - (9 / 10)) * (g t)).
Hypothesis step_r : forall t : nat, (1 <= t)%nat -> r t = ((999 / 1000) * (r (t - 1)%nat)) + ((1 - (999 / 1000)) * ((g t) * (g t))).
Hypothesis step_s_hat : forall t : nat, (1 <= t)%nat -> s_hat t = (s t) / (1 - ((9 / 10) ^ t)).
Hypothesis step_r_hat : forall t : nat, (1 <= t)%nat -> r_hat t = (r t) / (1 - ((999 / 1000) ^ t)).
Hypothesis step_theta : forall t : nat, (1 <= t)%nat -> theta (t + 1)%nat = (theta t) - (eta * ((s_hat t) / (sqrt ((r_hat t) + epsilon)))).
Theorem thm_bias_is_within_a_hundredth_at_step_3916 : forall t : nat, (1 <= t)%nat -> (99 / 100) < ((sqrt (1 - ((999 / 1000) ^ 3916))) / (1 - ((9 / 10) ^ 3916))).
Proof.
  intros t range.
  apply lt_by_difference.
  assert (N_1_0 : between (1 # 1) (1) (1 # 1)) by (is_number).
  assert (N_1_1 : between (999 # 1000) (999 / 1000) (999 # 1000)) by (is_number).
  assert (N_1_2 : between (999 # 1000) ((999 / 1000) ^ 1) (999 # 1000)) by (apply (between_first N_1_1); rational).
  assert (N_1_3 : between (998001 # 1000000) ((999 / 1000) ^ 2) (998001 # 1000000)) by (apply (between_power 1 1 2 N_1_2 N_1_2 eq_refl); rational).
  assert (N_1_4 : between (997002999 # 1000000000) ((999 / 1000) ^ 3) (997002999 # 1000000000)) by (apply (between_power 1 2 3 N_1_2 N_1_3 eq_refl); rational).
  assert (N_1_5 : between (996005996001 # 1000000000000) ((999 / 1000) ^ 4) (996005996001 # 1000000000000)) by (apply (between_power 2 2 4 N_1_3 N_1_3 eq_refl); rational).
  assert (N_1_6 : between (993020965034979006999 # 1000000000000000000000) ((999 / 1000) ^ 7) (993020965034979006999 # 1000000000000000000000)) by (apply (between_power 3 4 7 N_1_4 N_1_5 eq_refl); rational).
  assert (N_1_7 : between (992027944069944027992001 # 1000000000000000000000000) ((999 / 1000) ^ 8) (992027944069944027992001 # 1000000000000000000000000)) by (apply (between_power 4 4 8 N_1_5 N_1_5 eq_refl); rational).
  assert (N_1_8 : between (985104546362001998571429 # 1000000000000000000000000) ((999 / 1000) ^ 15) (98510454636200199857143 # 100000000000000000000000)) by (apply (between_power 7 8 15 N_1_6 N_1_7 eq_refl); rational).
  assert (N_1_9 : between (194086193452617149007729 # 200000000000000000000000) ((999 / 1000) ^ 30) (121303870907885718129831 # 125000000000000000000000)) by (apply (between_power 15 15 30 N_1_8 N_1_8 eq_refl); rational).
  assert (N_1_10 : between (492059720907819998286429 # 500000000000000000000000) ((999 / 1000) ^ 16) (984119441815639996572859 # 1000000000000000000000000)) by (apply (between_power 8 8 16 N_1_7 N_1_7 eq_refl); rational).
  assert (N_1_11 : between (969460536295822659293607 # 1000000000000000000000000) ((999 / 1000) ^ 31) (96946053629582265929361 # 100000000000000000000000)) by (apply (between_power 15 16 31 N_1_8 N_1_10 eq_refl); rational).
  assert (N_1_12 : between (940794525960945028795757 # 1000000000000000000000000) ((999 / 1000) ^ 61) (235198631490236257198941 # 250000000000000000000000)) by (apply (between_power 30 31 61 N_1_9 N_1_11 eq_refl); rational).
  assert (N_1_13 : between (442547170039039634878723 # 500000000000000000000000) ((999 / 1000) ^ 122) (44254717003903963487873 # 50000000000000000000000)) by (apply (between_power 61 61 122 N_1_12 N_1_12 eq_refl); rational).
  assert (N_1_14 : between (783391990838250639473393 # 1000000000000000000000000) ((999 / 1000) ^ 244) (783391990838250639473419 # 1000000000000000000000000)) by (apply (between_power 122 122 244 N_1_13 N_1_13 eq_refl); rational).
  assert (N_1_15 : between (469926865717492041883481 # 500000000000000000000000) ((999 / 1000) ^ 62) (939853731434984083766969 # 1000000000000000000000000)) by (apply (between_power 31 31 62 N_1_11 N_1_11 eq_refl); rational).
  assert (N_1_16 : between (884209245738001190487689 # 1000000000000000000000000) ((999 / 1000) ^ 123) (884209245738001190487703 # 1000000000000000000000000)) by (apply (between_power 61 62 123 N_1_12 N_1_15 eq_refl); rational).
  assert (N_1_17 : between (1222825935699081857553 # 1562500000000000000000) ((999 / 1000) ^ 245) (391304299423706194416973 # 500000000000000000000000)) by (apply (between_power 122 123 245 N_1_13 N_1_16 eq_refl); rational).
  assert (N_1_18 : between (613089308298208256080477 # 1000000000000000000000000) ((999 / 1000) ^ 489) (613089308298208256080519 # 1000000000000000000000000)) by (apply (between_power 244 245 489 N_1_14 N_1_17 eq_refl); rational).
  assert (N_1_19 : between (612476218989910047824397 # 1000000000000000000000000) ((999 / 1000) ^ 490) (612476218989910047824439 # 1000000000000000000000000)) by (apply (between_power 245 245 490 N_1_17 N_1_17 eq_refl); rational).
  assert (N_1_20 : between (375502621449625875358651 # 1000000000000000000000000) ((999 / 1000) ^ 979) (23468913840601617209919 # 62500000000000000000000)) by (apply (between_power 489 490 979 N_1_18 N_1_19 eq_refl); rational).
  assert (N_1_21 : between (35250554678885257633837 # 250000000000000000000000) ((999 / 1000) ^ 1958) (141002218715541030535389 # 1000000000000000000000000)) by (apply (between_power 979 979 1958 N_1_20 N_1_20 eq_refl); rational).
  assert (N_1_22 : between (9940812841352634631489 # 500000000000000000000000) ((999 / 1000) ^ 3916) (19881625682705269262991 # 1000000000000000000000000)) by (apply (between_power 1958 1958 3916 N_1_21 N_1_21 eq_refl); rational).
  assert (N_1_23 : between (980118374317294730737009 # 1000000000000000000000000) (1 - ((999 / 1000) ^ 3916)) (490059187158647365368511 # 500000000000000000000000)) by (apply (between_sub N_1_0 N_1_22); rational).
  assert (N_1_24 : between (1546889499866775499703 # 1562500000000000000000) (sqrt (1 - ((999 / 1000) ^ 3916))) (123751159989342039976241 # 125000000000000000000000)) by (apply (between_sqrt N_1_23); rational).
  assert (N_1_25 : between (9 # 10) (9 / 10) (9 # 10)) by (is_number).
  assert (N_1_26 : between (9 # 10) ((9 / 10) ^ 1) (9 # 10)) by (apply (between_first N_1_25); rational).
  assert (N_1_27 : between (81 # 100) ((9 / 10) ^ 2) (81 # 100)) by (apply (between_power 1 1 2 N_1_26 N_1_26 eq_refl); rational).
  assert (N_1_28 : between (729 # 1000) ((9 / 10) ^ 3) (729 # 1000)) by (apply (between_power 1 2 3 N_1_26 N_1_27 eq_refl); rational).
  assert (N_1_29 : between (6561 # 10000) ((9 / 10) ^ 4) (6561 # 10000)) by (apply (between_power 2 2 4 N_1_27 N_1_27 eq_refl); rational).
  assert (N_1_30 : between (4782969 # 10000000) ((9 / 10) ^ 7) (4782969 # 10000000)) by (apply (between_power 3 4 7 N_1_28 N_1_29 eq_refl); rational).
  assert (N_1_31 : between (43046721 # 100000000) ((9 / 10) ^ 8) (43046721 # 100000000)) by (apply (between_power 4 4 8 N_1_29 N_1_29 eq_refl); rational).
  assert (N_1_32 : between (205891132094649 # 1000000000000000) ((9 / 10) ^ 15) (205891132094649 # 1000000000000000)) by (apply (between_power 7 8 15 N_1_30 N_1_31 eq_refl); rational).
  assert (N_1_33 : between (42391158275216203514294433201 # 1000000000000000000000000000000) ((9 / 10) ^ 30) (42391158275216203514294433201 # 1000000000000000000000000000000)) by (apply (between_power 15 15 30 N_1_32 N_1_32 eq_refl); rational).
  assert (N_1_34 : between (1853020188851841 # 10000000000000000) ((9 / 10) ^ 16) (1853020188851841 # 10000000000000000)) by (apply (between_power 8 8 16 N_1_31 N_1_31 eq_refl); rational).
  assert (N_1_35 : between (381520424476945831628649898809 # 10000000000000000000000000000000) ((9 / 10) ^ 31) (381520424476945831628649898809 # 10000000000000000000000000000000)) by (apply (between_power 15 16 31 N_1_32 N_1_34 eq_refl); rational).
  assert (N_1_36 : between (1617309269922988089371 # 1000000000000000000000000) ((9 / 10) ^ 61) (404327317480747022343 # 250000000000000000000000)) by (apply (between_power 30 31 61 N_1_33 N_1_35 eq_refl); rational).
  assert (N_1_37 : between (1307844637289414373 # 500000000000000000000000) ((9 / 10) ^ 122) (2615689274578828747 # 1000000000000000000000000)) by (apply (between_power 61 61 122 N_1_36 N_1_36 eq_refl); rational).
  assert (N_1_38 : between (3420915190573 # 500000000000000000000000) ((9 / 10) ^ 244) (6841830381147 # 1000000000000000000000000)) by (apply (between_power 122 122 244 N_1_37 N_1_37 eq_refl); rational).
  assert (N_1_39 : between (727789171465344640217 # 500000000000000000000000) ((9 / 10) ^ 62) (291115668586137856087 # 200000000000000000000000)) by (apply (between_power 31 31 62 N_1_35 N_1_35 eq_refl); rational).
  assert (N_1_40 : between (2354120347120945871 # 1000000000000000000000000) ((9 / 10) ^ 123) (147132521695059117 # 62500000000000000000000)) by (apply (between_power 61 62 123 N_1_36 N_1_39 eq_refl); rational).
  assert (N_1_41 : between (769705917879 # 125000000000000000000000) ((9 / 10) ^ 245) (6157647343033 # 1000000000000000000000000)) by (apply (between_power 122 123 245 N_1_37 N_1_40 eq_refl); rational).
  assert (N_1_42 : between (21 # 500000000000000000000000) ((9 / 10) ^ 489) (43 # 1000000000000000000000000)) by (apply (between_power 244 245 489 N_1_38 N_1_41 eq_refl); rational).
  assert (N_1_43 : between (37 # 1000000000000000000000000) ((9 / 10) ^ 490) (19 # 500000000000000000000000)) by (apply (between_power 245 245 490 N_1_41 N_1_41 eq_refl); rational).
  assert (N_1_44 : between (0 # 1) ((9 / 10) ^ 979) (1 # 1000000000000000000000000)) by (apply (between_power 489 490 979 N_1_42 N_1_43 eq_refl); rational).
  assert (N_1_45 : between (0 # 1) ((9 / 10) ^ 1958) (1 # 1000000000000000000000000)) by (apply (between_power 979 979 1958 N_1_44 N_1_44 eq_refl); rational).
  assert (N_1_46 : between (0 # 1) ((9 / 10) ^ 3916) (1 # 1000000000000000000000000)) by (apply (between_power 1958 1958 3916 N_1_45 N_1_45 eq_refl); rational).
  assert (N_1_47 : between (999999999999999999999999 # 1000000000000000000000000) (1 - ((9 / 10) ^ 3916)) (1 # 1)) by (apply (between_sub N_1_0 N_1_46); rational).
  assert (N_1_48 : between (1546889499866775499703 # 1562500000000000000000) ((sqrt (1 - ((999 / 1000) ^ 3916))) / (1 - ((9 / 10) ^ 3916))) (990009279914736319809929 # 1000000000000000000000000)) by (apply (between_div N_1_24 N_1_47); rational).
  assert (N_1_49 : between (99 # 100) (99 / 100) (99 # 100)) by (is_number).
  assert (N_1_50 : between (14499866775499703 # 1562500000000000000000) (((sqrt (1 - ((999 / 1000) ^ 3916))) / (1 - ((9 / 10) ^ 3916))) - (99 / 100)) (9279914736319809929 # 1000000000000000000000000)) by (apply (between_sub N_1_48 N_1_49); rational).
  apply (is_positive N_1_50); rational.
Qed.
Theorem defined_bias_is_within_a_hundredth_at_step_3916 : forall t : nat, (1 <= t)%nat -> 0 <= (1 - ((999 / 1000) ^ 3916)) /\ (1 - ((9 / 10) ^ 3916)) <> 0.
Proof.
  intros t range.
  assert (number_0 : 0 < (1 - ((9 / 10) ^ 3916))).
  { assert (N_0 : between (1 # 1) (1) (1 # 1)) by (is_number). assert (N_1 : between (9 # 10) (9 / 10) (9 # 10)) by (is_number). assert (N_2 : between (9 # 10) ((9 / 10) ^ 1) (9 # 10)) by (apply (between_first N_1); rational). assert (N_3 : between (81 # 100) ((9 / 10) ^ 2) (81 # 100)) by (apply (between_power 1 1 2 N_2 N_2 eq_refl); rational). assert (N_4 : between (729 # 1000) ((9 / 10) ^ 3) (729 # 1000)) by (apply (between_power 1 2 3 N_2 N_3 eq_refl); rational). assert (N_5 : between (6561 # 10000) ((9 / 10) ^ 4) (6561 # 10000)) by (apply (between_power 2 2 4 N_3 N_3 eq_refl); rational). assert (N_6 : between (4782969 # 10000000) ((9 / 10) ^ 7) (4782969 # 10000000)) by (apply (between_power 3 4 7 N_4 N_5 eq_refl); rational). assert (N_7 : between (43046721 # 100000000) ((9 / 10) ^ 8) (43046721 # 100000000)) by (apply (between_power 4 4 8 N_5 N_5 eq_refl); rational). assert (N_8 : between (205891132094649 # 1000000000000000) ((9 / 10) ^ 15) (205891132094649 # 1000000000000000)) by (apply (between_power 7 8 15 N_6 N_7 eq_refl); rational). assert (N_9 : between (42391158275216203514294433201 # 1000000000000000000000000000000) ((9 / 10) ^ 30) (42391158275216203514294433201 # 1000000000000000000000000000000)) by (apply (between_power 15 15 30 N_8 N_8 eq_refl); rational). assert (N_10 : between (1853020188851841 # 10000000000000000) ((9 / 10) ^ 16) (1853020188851841 # 10000000000000000)) by (apply (between_power 8 8 16 N_7 N_7 eq_refl); rational). assert (N_11 : between (381520424476945831628649898809 # 10000000000000000000000000000000) ((9 / 10) ^ 31) (381520424476945831628649898809 # 10000000000000000000000000000000)) by (apply (between_power 15 16 31 N_8 N_10 eq_refl); rational). assert (N_12 : between (1617309269922988089371 # 1000000000000000000000000) ((9 / 10) ^ 61) (404327317480747022343 # 250000000000000000000000)) by (apply (between_power 30 31 61 N_9 N_11 eq_refl); rational). assert (N_13 : between (1307844637289414373 # 500000000000000000000000) ((9 / 10) ^ 122) (2615689274578828747 # 1000000000000000000000000)) by (apply (between_power 61 61 122 N_12 N_12 eq_refl); rational). assert (N_14 : between (3420915190573 # 500000000000000000000000) ((9 / 10) ^ 244) (6841830381147 # 1000000000000000000000000)) by (apply (between_power 122 122 244 N_13 N_13 eq_refl); rational). assert (N_15 : between (727789171465344640217 # 500000000000000000000000) ((9 / 10) ^ 62) (291115668586137856087 # 200000000000000000000000)) by (apply (between_power 31 31 62 N_11 N_11 eq_refl); rational). assert (N_16 : between (2354120347120945871 # 1000000000000000000000000) ((9 / 10) ^ 123) (147132521695059117 # 62500000000000000000000)) by (apply (between_power 61 62 123 N_12 N_15 eq_refl); rational). assert (N_17 : between (769705917879 # 125000000000000000000000) ((9 / 10) ^ 245) (6157647343033 # 1000000000000000000000000)) by (apply (between_power 122 123 245 N_13 N_16 eq_refl); rational). assert (N_18 : between (21 # 500000000000000000000000) ((9 / 10) ^ 489) (43 # 1000000000000000000000000)) by (apply (between_power 244 245 489 N_14 N_17 eq_refl); rational). assert (N_19 : between (37 # 1000000000000000000000000) ((9 / 10) ^ 490) (19 # 500000000000000000000000)) by (apply (between_power 245 245 490 N_17 N_17 eq_refl); rational). assert (N_20 : between (0 # 1) ((9 / 10) ^ 979) (1 # 1000000000000000000000000)) by (apply (between_power 489 490 979 N_18 N_19 eq_refl); rational). assert (N_21 : between (0 # 1) ((9 / 10) ^ 1958) (1 # 1000000000000000000000000)) by (apply (between_power 979 979 1958 N_20 N_20 eq_refl); rational). assert (N_22 : between (0 # 1) ((9 / 10) ^ 3916) (1 # 1000000000000000000000000)) by (apply (between_power 1958 1958 3916 N_21 N_21 eq_refl); rational). assert (N_23 : between (999999999999999999999999 # 1000000000000000000000000) (1 - ((9 / 10) ^ 3916)) (1 # 1)) by (apply (between_sub N_0 N_22); rational). apply (is_positive N_23); rational. }
  assert (number_1 : 0 <= (1 - ((999 / 1000) ^ 3916))).
  { assert (N_0 : between (1 # 1) (1) (1 # 1)) by (is_number). assert (N_1 : between (999 # 1000) (999 / 1000) (999 # 1000)) by (is_number). assert (N_2 : between (999 # 1000) ((999 / 1000) ^ 1) (999 # 1000)) by (apply (between_first N_1); rational). assert (N_3 : between (998001 # 1000000) ((999 / 1000) ^ 2) (998001 # 1000000)) by (apply (between_power 1 1 2 N_2 N_2 eq_refl); rational). assert (N_4 : between (997002999 # 1000000000) ((999 / 1000) ^ 3) (997002999 # 1000000000)) by (apply (between_power 1 2 3 N_2 N_3 eq_refl); rational). assert (N_5 : between (996005996001 # 1000000000000) ((999 / 1000) ^ 4) (996005996001 # 1000000000000)) by (apply (between_power 2 2 4 N_3 N_3 eq_refl); rational). assert (N_6 : between (993020965034979006999 # 1000000000000000000000) ((999 / 1000) ^ 7) (993020965034979006999 # 1000000000000000000000)) by (apply (between_power 3 4 7 N_4 N_5 eq_refl); rational). assert (N_7 : between (992027944069944027992001 # 1000000000000000000000000) ((999 / 1000) ^ 8) (992027944069944027992001 # 1000000000000000000000000)) by (apply (between_power 4 4 8 N_5 N_5 eq_refl); rational). assert (N_8 : between (985104546362001998571429 # 1000000000000000000000000) ((999 / 1000) ^ 15) (98510454636200199857143 # 100000000000000000000000)) by (apply (between_power 7 8 15 N_6 N_7 eq_refl); rational). assert (N_9 : between (194086193452617149007729 # 200000000000000000000000) ((999 / 1000) ^ 30) (121303870907885718129831 # 125000000000000000000000)) by (apply (between_power 15 15 30 N_8 N_8 eq_refl); rational). assert (N_10 : between (492059720907819998286429 # 500000000000000000000000) ((999 / 1000) ^ 16) (984119441815639996572859 # 1000000000000000000000000)) by (apply (between_power 8 8 16 N_7 N_7 eq_refl); rational). assert (N_11 : between (969460536295822659293607 # 1000000000000000000000000) ((999 / 1000) ^ 31) (96946053629582265929361 # 100000000000000000000000)) by (apply (between_power 15 16 31 N_8 N_10 eq_refl); rational). assert (N_12 : between (940794525960945028795757 # 1000000000000000000000000) ((999 / 1000) ^ 61) (235198631490236257198941 # 250000000000000000000000)) by (apply (between_power 30 31 61 N_9 N_11 eq_refl); rational). assert (N_13 : between (442547170039039634878723 # 500000000000000000000000) ((999 / 1000) ^ 122) (44254717003903963487873 # 50000000000000000000000)) by (apply (between_power 61 61 122 N_12 N_12 eq_refl); rational). assert (N_14 : between (783391990838250639473393 # 1000000000000000000000000) ((999 / 1000) ^ 244) (783391990838250639473419 # 1000000000000000000000000)) by (apply (between_power 122 122 244 N_13 N_13 eq_refl); rational). assert (N_15 : between (469926865717492041883481 # 500000000000000000000000) ((999 / 1000) ^ 62) (939853731434984083766969 # 1000000000000000000000000)) by (apply (between_power 31 31 62 N_11 N_11 eq_refl); rational). assert (N_16 : between (884209245738001190487689 # 1000000000000000000000000) ((999 / 1000) ^ 123) (884209245738001190487703 # 1000000000000000000000000)) by (apply (between_power 61 62 123 N_12 N_15 eq_refl); rational). assert (N_17 : between (1222825935699081857553 # 1562500000000000000000) ((999 / 1000) ^ 245) (391304299423706194416973 # 500000000000000000000000)) by (apply (between_power 122 123 245 N_13 N_16 eq_refl); rational). assert (N_18 : between (613089308298208256080477 # 1000000000000000000000000) ((999 / 1000) ^ 489) (613089308298208256080519 # 1000000000000000000000000)) by (apply (between_power 244 245 489 N_14 N_17 eq_refl); rational). assert (N_19 : between (612476218989910047824397 # 1000000000000000000000000) ((999 / 1000) ^ 490) (612476218989910047824439 # 1000000000000000000000000)) by (apply (between_power 245 245 490 N_17 N_17 eq_refl); rational). assert (N_20 : between (375502621449625875358651 # 1000000000000000000000000) ((999 / 1000) ^ 979) (23468913840601617209919 # 62500000000000000000000)) by (apply (between_power 489 490 979 N_18 N_19 eq_refl); rational). assert (N_21 : between (35250554678885257633837 # 250000000000000000000000) ((999 / 1000) ^ 1958) (141002218715541030535389 # 1000000000000000000000000)) by (apply (between_power 979 979 1958 N_20 N_20 eq_refl); rational). assert (N_22 : between (9940812841352634631489 # 500000000000000000000000) ((999 / 1000) ^ 3916) (19881625682705269262991 # 1000000000000000000000000)) by (apply (between_power 1958 1958 3916 N_21 N_21 eq_refl); rational). assert (N_23 : between (980118374317294730737009 # 1000000000000000000000000) (1 - ((999 / 1000) ^ 3916)) (490059187158647365368511 # 500000000000000000000000)) by (apply (between_sub N_0 N_22); rational). apply (is_nonneg N_23); rational. }
  repeat split; intros; first [lia | solve [nonzero ()] | good].
Qed.
End About.
End Setting3.

Module Setting3Model.
Section Model.
Variable g : nat -> R.
Variable eta : R.
Variable epsilon : R.
Variable at_start : R.
Fixpoint run_ (n_ which_ : nat) {struct n_} : R := match n_ with
  | O =>
    match which_ with
    | 0%nat => at_start
    | 1%nat => 0
    | 2%nat => 0
    | _ => 0 end
  | S m_ =>
    let t := (1 + m_)%nat in
    let old_theta := fun _ : nat => run_ m_ 0 in
    let old_s := fun _ : nat => run_ m_ 1 in
    let old_r := fun _ : nat => run_ m_ 2 in
    match which_ with
    | 0%nat => (old_theta t) - (eta * (((((9 / 10) * (old_s (t - 1)%nat)) + ((1 - (9 / 10)) * (g t))) / (1 - ((9 / 10) ^ t))) / (sqrt (((((999 / 1000) * (old_r (t - 1)%nat)) + ((1 - (999 / 1000)) * ((g t) * (g t)))) / (1 - ((999 / 1000) ^ t))) + epsilon))))
    | 1%nat => ((9 / 10) * (old_s (t - 1)%nat)) + ((1 - (9 / 10)) * (g t))
    | 2%nat => ((999 / 1000) * (old_r (t - 1)%nat)) + ((1 - (999 / 1000)) * ((g t) * (g t)))
    | _ => 0 end
  end.
Definition theta (n_ : nat) : R := run_ (n_ - 1) 0.
Definition s (n_ : nat) : R := run_ (n_ - 0) 1.
Definition r (n_ : nat) : R := run_ (n_ - 0) 2.
Definition s_hat (n_ : nat) : R := let t := (n_ - 0)%nat in (s t) / (1 - ((9 / 10) ^ t)).
Definition r_hat (n_ : nat) : R := let t := (n_ - 0)%nat in (r t) / (1 - ((999 / 1000) ^ t)).
Ltac at_step m :=
  repeat match goal with |- context [run_ ?n] =>
    tryif constr_eq n m then fail else tryif constr_eq n (S m) then fail else
    first [replace n with (S m) by lia | replace n with m by lia] end;
  cbn [run_]; cbv beta zeta; first [reflexivity | alike].
Lemma start_s : s (0)%nat = 0.
Proof.
  intros; unfold r_hat, s_hat, r, s, theta; reflexivity.
Qed.
Lemma start_r : r (0)%nat = 0.
Proof.
  intros; unfold r_hat, s_hat, r, s, theta; reflexivity.
Qed.
Lemma step_s : forall t : nat, (1 <= t)%nat -> s t = ((9 / 10) * (s (t - 1)%nat)) + ((1 - (9 / 10)) * (g t)).
Proof.
  intros; replace t with (1 + (t - 1))%nat by lia; generalize (t - 1)%nat as m; intros m; unfold r_hat, s_hat, r, s, theta; at_step m.
Qed.
Lemma step_r : forall t : nat, (1 <= t)%nat -> r t = ((999 / 1000) * (r (t - 1)%nat)) + ((1 - (999 / 1000)) * ((g t) * (g t))).
Proof.
  intros; replace t with (1 + (t - 1))%nat by lia; generalize (t - 1)%nat as m; intros m; unfold r_hat, s_hat, r, s, theta; at_step m.
Qed.
Lemma step_s_hat : forall t : nat, (1 <= t)%nat -> s_hat t = (s t) / (1 - ((9 / 10) ^ t)).
Proof.
  intros; replace t with (1 + (t - 1))%nat by lia; generalize (t - 1)%nat as m; intros m; unfold r_hat, s_hat, r, s, theta; at_step m.
Qed.
Lemma step_r_hat : forall t : nat, (1 <= t)%nat -> r_hat t = (r t) / (1 - ((999 / 1000) ^ t)).
Proof.
  intros; replace t with (1 + (t - 1))%nat by lia; generalize (t - 1)%nat as m; intros m; unfold r_hat, s_hat, r, s, theta; at_step m.
Qed.
Lemma step_theta : forall t : nat, (1 <= t)%nat -> theta (t + 1)%nat = (theta t) - (eta * ((s_hat t) / (sqrt ((r_hat t) + epsilon)))).
Proof.
  intros; replace t with (1 + (t - 1))%nat by lia; generalize (t - 1)%nat as m; intros m; unfold r_hat, s_hat, r, s, theta; at_step m.
Qed.
End Model.
End Setting3Model.

Module Setting3Values.
Lemma values (g : nat -> R) (theta : nat -> R) (s : nat -> R) (r : nat -> R) (s_hat : nat -> R) (r_hat : nat -> R) (eta : R) (epsilon : R) (domain_eta_0 : 0 < eta) (domain_epsilon_0 : 0 < epsilon) (start_s : s (0)%nat = 0) (start_r : r (0)%nat = 0) (step_s : forall t : nat, (1 <= t)%nat -> s t = ((9 / 10) * (s (t - 1)%nat)) + ((1 - (9 / 10)) * (g t))) (step_r : forall t : nat, (1 <= t)%nat -> r t = ((999 / 1000) * (r (t - 1)%nat)) + ((1 - (999 / 1000)) * ((g t) * (g t)))) (step_s_hat : forall t : nat, (1 <= t)%nat -> s_hat t = (s t) / (1 - ((9 / 10) ^ t))) (step_r_hat : forall t : nat, (1 <= t)%nat -> r_hat t = (r t) / (1 - ((999 / 1000) ^ t))) (step_theta : forall t : nat, (1 <= t)%nat -> theta (t + 1)%nat = (theta t) - (eta * ((s_hat t) / (sqrt ((r_hat t) + epsilon))))) (at_eta : eta = 1 / 2) (at_epsilon : epsilon = 1 / 3) (at_g_1 : g (1)%nat = 1) (at_g_2 : g (2)%nat = - 2) (at_g_3 : g (3)%nat = 3) (at_g_4 : g (4)%nat = 1 / 3) (beyond_g : forall n_ : nat, (4 < n_)%nat -> g n_ = 1 / 3) (at_start_ : theta (1)%nat = 2) :
  (0 < eta) /\ (0 < epsilon) /\ (between (1 # 10) (s (1)%nat) (1 # 10)) /\ (between (1 # 1000) (r (1)%nat) (1 # 1000)) /\ (between (1 # 1) (s_hat (1)%nat) (1 # 1)) /\ (between (1 # 1) (r_hat (1)%nat) (1 # 1)) /\ (between (156698729810778067561 # 100000000000000000000) (theta (2)%nat) (78349364905389033881 # 50000000000000000000)) /\ (between (-11 # 100) (s (2)%nat) (-11 # 100)) /\ (between (4999 # 1000000) (r (2)%nat) (4999 # 1000000)) /\ (between (-11 # 19) (s_hat (2)%nat) (-11 # 19)) /\ (between (4999 # 1999) (r_hat (2)%nat) (4999 # 1999)) /\ (between (173893752441867553519 # 100000000000000000000) (theta (3)%nat) (4347343811046688843 # 2500000000000000000)) /\ (between (2475023199786840797 # 2500000000000000000) ((sqrt (1 - ((999 / 1000) ^ 3916))) / (1 - ((9 / 10) ^ 3916))) (99000927991473632081 # 100000000000000000000)) /\ (between (99 # 100) (99 / 100) (99 # 100)) /\ ((99 / 100) < ((sqrt (1 - ((999 / 1000) ^ 3916))) / (1 - ((9 / 10) ^ 3916)))).
Proof.
  assert (N_0 : between (0 # 1) (0) (0 # 1)) by (is_number).
  assert (N_1 : between (1 # 2) (1 / 2) (1 # 2)) by (is_number).
  assert (N_2 : between (1 # 2) (eta) (1 # 2)) by (apply (between_by at_eta N_1); rational).
  assert (N_3 : between (1 # 3) (1 / 3) (1 # 3)) by (is_number).
  assert (N_4 : between (1 # 3) (epsilon) (1 # 3)) by (apply (between_by at_epsilon N_3); rational).
  assert (N_5 : between (9 # 10) (9 / 10) (9 # 10)) by (is_number).
  assert (N_6 : between (0 # 1) (s (0)%nat) (0 # 1)) by (apply (between_by (start_s) N_0); rational).
  assert (N_7 : between (0 # 1) ((9 / 10) * (s (0)%nat)) (0 # 1)) by (apply (between_mul N_5 N_6); rational).
  assert (N_8 : between (1 # 1) (1) (1 # 1)) by (is_number).
  assert (N_9 : between (1 # 10) (1 - (9 / 10)) (1 # 10)) by (apply (between_sub N_8 N_5); rational).
  assert (N_10 : between (1 # 1) (1) (1 # 1)) by (is_number).
  assert (N_11 : between (1 # 1) (g (1)%nat) (1 # 1)) by (apply (between_by at_g_1 N_10); rational).
  assert (N_12 : between (1 # 10) ((1 - (9 / 10)) * (g (1)%nat)) (1 # 10)) by (apply (between_mul N_9 N_11); rational).
  assert (N_13 : between (1 # 10) (((9 / 10) * (s (0)%nat)) + ((1 - (9 / 10)) * (g (1)%nat))) (1 # 10)) by (apply (between_add N_7 N_12); rational).
  assert (N_14 : between (1 # 10) (s (1)%nat) (1 # 10)) by (apply (between_by (step_s 1%nat ltac:(lia)) N_13); rational).
  assert (N_15 : between (999 # 1000) (999 / 1000) (999 # 1000)) by (is_number).
  assert (N_16 : between (0 # 1) (r (0)%nat) (0 # 1)) by (apply (between_by (start_r) N_0); rational).
  assert (N_17 : between (0 # 1) ((999 / 1000) * (r (0)%nat)) (0 # 1)) by (apply (between_mul N_15 N_16); rational).
  assert (N_18 : between (1 # 1000) (1 - (999 / 1000)) (1 # 1000)) by (apply (between_sub N_8 N_15); rational).
  assert (N_19 : between (1 # 1) ((g (1)%nat) * (g (1)%nat)) (1 # 1)) by (apply (between_mul N_11 N_11); rational).
  assert (N_20 : between (1 # 1000) ((1 - (999 / 1000)) * ((g (1)%nat) * (g (1)%nat))) (1 # 1000)) by (apply (between_mul N_18 N_19); rational).
  assert (N_21 : between (1 # 1000) (((999 / 1000) * (r (0)%nat)) + ((1 - (999 / 1000)) * ((g (1)%nat) * (g (1)%nat)))) (1 # 1000)) by (apply (between_add N_17 N_20); rational).
  assert (N_22 : between (1 # 1000) (r (1)%nat) (1 # 1000)) by (apply (between_by (step_r 1%nat ltac:(lia)) N_21); rational).
  assert (N_23 : between (9 # 10) ((9 / 10) ^ 1) (9 # 10)) by (apply (between_first N_5); rational).
  assert (N_24 : between (1 # 10) (1 - ((9 / 10) ^ 1)) (1 # 10)) by (apply (between_sub N_8 N_23); rational).
  assert (N_25 : between (1 # 1) ((s (1)%nat) / (1 - ((9 / 10) ^ 1))) (1 # 1)) by (apply (between_div N_14 N_24); rational).
  assert (N_26 : between (1 # 1) (s_hat (1)%nat) (1 # 1)) by (apply (between_by (step_s_hat 1%nat ltac:(lia)) N_25); rational).
  assert (N_27 : between (999 # 1000) ((999 / 1000) ^ 1) (999 # 1000)) by (apply (between_first N_15); rational).
  assert (N_28 : between (1 # 1000) (1 - ((999 / 1000) ^ 1)) (1 # 1000)) by (apply (between_sub N_8 N_27); rational).
  assert (N_29 : between (1 # 1) ((r (1)%nat) / (1 - ((999 / 1000) ^ 1))) (1 # 1)) by (apply (between_div N_22 N_28); rational).
  assert (N_30 : between (1 # 1) (r_hat (1)%nat) (1 # 1)) by (apply (between_by (step_r_hat 1%nat ltac:(lia)) N_29); rational).
  assert (N_31 : between (2 # 1) (2) (2 # 1)) by (is_number).
  assert (N_32 : between (2 # 1) (theta (1)%nat) (2 # 1)) by (apply (between_by at_start_ N_31); rational).
  assert (N_33 : between (4 # 3) ((r_hat (1)%nat) + epsilon) (4 # 3)) by (apply (between_add N_30 N_4); rational).
  assert (N_34 : between (1154700538379251529018297 # 1000000000000000000000000) (sqrt ((r_hat (1)%nat) + epsilon)) (577350269189625764509149 # 500000000000000000000000)) by (apply (between_sqrt N_33); rational).
  assert (N_35 : between (433012701892219323381861 # 500000000000000000000000) ((s_hat (1)%nat) / (sqrt ((r_hat (1)%nat) + epsilon))) (216506350946109661690931 # 250000000000000000000000)) by (apply (between_div N_26 N_34); rational).
  assert (N_36 : between (433012701892219323381861 # 1000000000000000000000000) (eta * ((s_hat (1)%nat) / (sqrt ((r_hat (1)%nat) + epsilon)))) (216506350946109661690931 # 500000000000000000000000)) by (apply (between_mul N_2 N_35); rational).
  assert (N_37 : between (783493649053890338309069 # 500000000000000000000000) ((theta (1)%nat) - (eta * ((s_hat (1)%nat) / (sqrt ((r_hat (1)%nat) + epsilon))))) (1566987298107780676618139 # 1000000000000000000000000)) by (apply (between_sub N_32 N_36); rational).
  assert (N_38 : between (783493649053890338309069 # 500000000000000000000000) (theta (2)%nat) (1566987298107780676618139 # 1000000000000000000000000)) by (apply (between_by (step_theta 1%nat ltac:(lia)) N_37); rational).
  assert (N_39 : between (9 # 100) ((9 / 10) * (s (1)%nat)) (9 # 100)) by (apply (between_mul N_5 N_14); rational).
  assert (N_40 : between (-2 # 1) (- 2) (-2 # 1)) by (is_number).
  assert (N_41 : between (-2 # 1) (g (2)%nat) (-2 # 1)) by (apply (between_by at_g_2 N_40); rational).
  assert (N_42 : between (-1 # 5) ((1 - (9 / 10)) * (g (2)%nat)) (-1 # 5)) by (apply (between_mul N_9 N_41); rational).
  assert (N_43 : between (-11 # 100) (((9 / 10) * (s (1)%nat)) + ((1 - (9 / 10)) * (g (2)%nat))) (-11 # 100)) by (apply (between_add N_39 N_42); rational).
  assert (N_44 : between (-11 # 100) (s (2)%nat) (-11 # 100)) by (apply (between_by (step_s 2%nat ltac:(lia)) N_43); rational).
  assert (N_45 : between (999 # 1000000) ((999 / 1000) * (r (1)%nat)) (999 # 1000000)) by (apply (between_mul N_15 N_22); rational).
  assert (N_46 : between (4 # 1) ((g (2)%nat) * (g (2)%nat)) (4 # 1)) by (apply (between_mul N_41 N_41); rational).
  assert (N_47 : between (1 # 250) ((1 - (999 / 1000)) * ((g (2)%nat) * (g (2)%nat))) (1 # 250)) by (apply (between_mul N_18 N_46); rational).
  assert (N_48 : between (4999 # 1000000) (((999 / 1000) * (r (1)%nat)) + ((1 - (999 / 1000)) * ((g (2)%nat) * (g (2)%nat)))) (4999 # 1000000)) by (apply (between_add N_45 N_47); rational).
  assert (N_49 : between (4999 # 1000000) (r (2)%nat) (4999 # 1000000)) by (apply (between_by (step_r 2%nat ltac:(lia)) N_48); rational).
  assert (N_50 : between (81 # 100) ((9 / 10) ^ 2) (81 # 100)) by (apply (between_power 1 1 2 N_23 N_23 eq_refl); rational).
  assert (N_51 : between (19 # 100) (1 - ((9 / 10) ^ 2)) (19 # 100)) by (apply (between_sub N_8 N_50); rational).
  assert (N_52 : between (-11 # 19) ((s (2)%nat) / (1 - ((9 / 10) ^ 2))) (-11 # 19)) by (apply (between_div N_44 N_51); rational).
  assert (N_53 : between (-11 # 19) (s_hat (2)%nat) (-11 # 19)) by (apply (between_by (step_s_hat 2%nat ltac:(lia)) N_52); rational).
  assert (N_54 : between (998001 # 1000000) ((999 / 1000) ^ 2) (998001 # 1000000)) by (apply (between_power 1 1 2 N_27 N_27 eq_refl); rational).
  assert (N_55 : between (1999 # 1000000) (1 - ((999 / 1000) ^ 2)) (1999 # 1000000)) by (apply (between_sub N_8 N_54); rational).
  assert (N_56 : between (4999 # 1999) ((r (2)%nat) / (1 - ((999 / 1000) ^ 2))) (4999 # 1999)) by (apply (between_div N_49 N_55); rational).
  assert (N_57 : between (4999 # 1999) (r_hat (2)%nat) (4999 # 1999)) by (apply (between_by (step_r_hat 2%nat ltac:(lia)) N_56); rational).
  assert (N_58 : between (16996 # 5997) ((r_hat (2)%nat) + epsilon) (16996 # 5997)) by (apply (between_add N_57 N_4); rational).
  assert (N_59 : between (1683473702949032444502991 # 1000000000000000000000000) (sqrt ((r_hat (2)%nat) + epsilon)) (105217106434314527781437 # 62500000000000000000000)) by (apply (between_sqrt N_58); rational).
  assert (N_60 : between (-343900452621789719149177 # 1000000000000000000000000) ((s_hat (2)%nat) / (sqrt ((r_hat (2)%nat) + epsilon))) (-42987556577723714893647 # 125000000000000000000000)) by (apply (between_div N_53 N_59); rational).
  assert (N_61 : between (-171950226310894859574589 # 1000000000000000000000000) (eta * ((s_hat (2)%nat) / (sqrt ((r_hat (2)%nat) + epsilon)))) (-42987556577723714893647 # 250000000000000000000000)) by (apply (between_mul N_2 N_60); rational).
  assert (N_62 : between (869468762209337768096363 # 500000000000000000000000) ((theta (2)%nat) - (eta * ((s_hat (2)%nat) / (sqrt ((r_hat (2)%nat) + epsilon))))) (217367190552334442024091 # 125000000000000000000000)) by (apply (between_sub N_38 N_61); rational).
  assert (N_63 : between (869468762209337768096363 # 500000000000000000000000) (theta (3)%nat) (217367190552334442024091 # 125000000000000000000000)) by (apply (between_by (step_theta 2%nat ltac:(lia)) N_62); rational).
  assert (N_64 : between (997002999 # 1000000000) ((999 / 1000) ^ 3) (997002999 # 1000000000)) by (apply (between_power 1 2 3 N_27 N_54 eq_refl); rational).
  assert (N_65 : between (996005996001 # 1000000000000) ((999 / 1000) ^ 4) (996005996001 # 1000000000000)) by (apply (between_power 2 2 4 N_54 N_54 eq_refl); rational).
  assert (N_66 : between (993020965034979006999 # 1000000000000000000000) ((999 / 1000) ^ 7) (993020965034979006999 # 1000000000000000000000)) by (apply (between_power 3 4 7 N_64 N_65 eq_refl); rational).
  assert (N_67 : between (992027944069944027992001 # 1000000000000000000000000) ((999 / 1000) ^ 8) (992027944069944027992001 # 1000000000000000000000000)) by (apply (between_power 4 4 8 N_65 N_65 eq_refl); rational).
  assert (N_68 : between (985104546362001998571429 # 1000000000000000000000000) ((999 / 1000) ^ 15) (98510454636200199857143 # 100000000000000000000000)) by (apply (between_power 7 8 15 N_66 N_67 eq_refl); rational).
  assert (N_69 : between (194086193452617149007729 # 200000000000000000000000) ((999 / 1000) ^ 30) (121303870907885718129831 # 125000000000000000000000)) by (apply (between_power 15 15 30 N_68 N_68 eq_refl); rational).
  assert (N_70 : between (492059720907819998286429 # 500000000000000000000000) ((999 / 1000) ^ 16) (984119441815639996572859 # 1000000000000000000000000)) by (apply (between_power 8 8 16 N_67 N_67 eq_refl); rational).
  assert (N_71 : between (969460536295822659293607 # 1000000000000000000000000) ((999 / 1000) ^ 31) (96946053629582265929361 # 100000000000000000000000)) by (apply (between_power 15 16 31 N_68 N_70 eq_refl); rational).
  assert (N_72 : between (940794525960945028795757 # 1000000000000000000000000) ((999 / 1000) ^ 61) (235198631490236257198941 # 250000000000000000000000)) by (apply (between_power 30 31 61 N_69 N_71 eq_refl); rational).
  assert (N_73 : between (442547170039039634878723 # 500000000000000000000000) ((999 / 1000) ^ 122) (44254717003903963487873 # 50000000000000000000000)) by (apply (between_power 61 61 122 N_72 N_72 eq_refl); rational).
  assert (N_74 : between (783391990838250639473393 # 1000000000000000000000000) ((999 / 1000) ^ 244) (783391990838250639473419 # 1000000000000000000000000)) by (apply (between_power 122 122 244 N_73 N_73 eq_refl); rational).
  assert (N_75 : between (469926865717492041883481 # 500000000000000000000000) ((999 / 1000) ^ 62) (939853731434984083766969 # 1000000000000000000000000)) by (apply (between_power 31 31 62 N_71 N_71 eq_refl); rational).
  assert (N_76 : between (884209245738001190487689 # 1000000000000000000000000) ((999 / 1000) ^ 123) (884209245738001190487703 # 1000000000000000000000000)) by (apply (between_power 61 62 123 N_72 N_75 eq_refl); rational).
  assert (N_77 : between (1222825935699081857553 # 1562500000000000000000) ((999 / 1000) ^ 245) (391304299423706194416973 # 500000000000000000000000)) by (apply (between_power 122 123 245 N_73 N_76 eq_refl); rational).
  assert (N_78 : between (613089308298208256080477 # 1000000000000000000000000) ((999 / 1000) ^ 489) (613089308298208256080519 # 1000000000000000000000000)) by (apply (between_power 244 245 489 N_74 N_77 eq_refl); rational).
  assert (N_79 : between (612476218989910047824397 # 1000000000000000000000000) ((999 / 1000) ^ 490) (612476218989910047824439 # 1000000000000000000000000)) by (apply (between_power 245 245 490 N_77 N_77 eq_refl); rational).
  assert (N_80 : between (375502621449625875358651 # 1000000000000000000000000) ((999 / 1000) ^ 979) (23468913840601617209919 # 62500000000000000000000)) by (apply (between_power 489 490 979 N_78 N_79 eq_refl); rational).
  assert (N_81 : between (35250554678885257633837 # 250000000000000000000000) ((999 / 1000) ^ 1958) (141002218715541030535389 # 1000000000000000000000000)) by (apply (between_power 979 979 1958 N_80 N_80 eq_refl); rational).
  assert (N_82 : between (9940812841352634631489 # 500000000000000000000000) ((999 / 1000) ^ 3916) (19881625682705269262991 # 1000000000000000000000000)) by (apply (between_power 1958 1958 3916 N_81 N_81 eq_refl); rational).
  assert (N_83 : between (980118374317294730737009 # 1000000000000000000000000) (1 - ((999 / 1000) ^ 3916)) (490059187158647365368511 # 500000000000000000000000)) by (apply (between_sub N_8 N_82); rational).
  assert (N_84 : between (1546889499866775499703 # 1562500000000000000000) (sqrt (1 - ((999 / 1000) ^ 3916))) (123751159989342039976241 # 125000000000000000000000)) by (apply (between_sqrt N_83); rational).
  assert (N_85 : between (729 # 1000) ((9 / 10) ^ 3) (729 # 1000)) by (apply (between_power 1 2 3 N_23 N_50 eq_refl); rational).
  assert (N_86 : between (6561 # 10000) ((9 / 10) ^ 4) (6561 # 10000)) by (apply (between_power 2 2 4 N_50 N_50 eq_refl); rational).
  assert (N_87 : between (4782969 # 10000000) ((9 / 10) ^ 7) (4782969 # 10000000)) by (apply (between_power 3 4 7 N_85 N_86 eq_refl); rational).
  assert (N_88 : between (43046721 # 100000000) ((9 / 10) ^ 8) (43046721 # 100000000)) by (apply (between_power 4 4 8 N_86 N_86 eq_refl); rational).
  assert (N_89 : between (205891132094649 # 1000000000000000) ((9 / 10) ^ 15) (205891132094649 # 1000000000000000)) by (apply (between_power 7 8 15 N_87 N_88 eq_refl); rational).
  assert (N_90 : between (42391158275216203514294433201 # 1000000000000000000000000000000) ((9 / 10) ^ 30) (42391158275216203514294433201 # 1000000000000000000000000000000)) by (apply (between_power 15 15 30 N_89 N_89 eq_refl); rational).
  assert (N_91 : between (1853020188851841 # 10000000000000000) ((9 / 10) ^ 16) (1853020188851841 # 10000000000000000)) by (apply (between_power 8 8 16 N_88 N_88 eq_refl); rational).
  assert (N_92 : between (381520424476945831628649898809 # 10000000000000000000000000000000) ((9 / 10) ^ 31) (381520424476945831628649898809 # 10000000000000000000000000000000)) by (apply (between_power 15 16 31 N_89 N_91 eq_refl); rational).
  assert (N_93 : between (1617309269922988089371 # 1000000000000000000000000) ((9 / 10) ^ 61) (404327317480747022343 # 250000000000000000000000)) by (apply (between_power 30 31 61 N_90 N_92 eq_refl); rational).
  assert (N_94 : between (1307844637289414373 # 500000000000000000000000) ((9 / 10) ^ 122) (2615689274578828747 # 1000000000000000000000000)) by (apply (between_power 61 61 122 N_93 N_93 eq_refl); rational).
  assert (N_95 : between (3420915190573 # 500000000000000000000000) ((9 / 10) ^ 244) (6841830381147 # 1000000000000000000000000)) by (apply (between_power 122 122 244 N_94 N_94 eq_refl); rational).
  assert (N_96 : between (727789171465344640217 # 500000000000000000000000) ((9 / 10) ^ 62) (291115668586137856087 # 200000000000000000000000)) by (apply (between_power 31 31 62 N_92 N_92 eq_refl); rational).
  assert (N_97 : between (2354120347120945871 # 1000000000000000000000000) ((9 / 10) ^ 123) (147132521695059117 # 62500000000000000000000)) by (apply (between_power 61 62 123 N_93 N_96 eq_refl); rational).
  assert (N_98 : between (769705917879 # 125000000000000000000000) ((9 / 10) ^ 245) (6157647343033 # 1000000000000000000000000)) by (apply (between_power 122 123 245 N_94 N_97 eq_refl); rational).
  assert (N_99 : between (21 # 500000000000000000000000) ((9 / 10) ^ 489) (43 # 1000000000000000000000000)) by (apply (between_power 244 245 489 N_95 N_98 eq_refl); rational).
  assert (N_100 : between (37 # 1000000000000000000000000) ((9 / 10) ^ 490) (19 # 500000000000000000000000)) by (apply (between_power 245 245 490 N_98 N_98 eq_refl); rational).
  assert (N_101 : between (0 # 1) ((9 / 10) ^ 979) (1 # 1000000000000000000000000)) by (apply (between_power 489 490 979 N_99 N_100 eq_refl); rational).
  assert (N_102 : between (0 # 1) ((9 / 10) ^ 1958) (1 # 1000000000000000000000000)) by (apply (between_power 979 979 1958 N_101 N_101 eq_refl); rational).
  assert (N_103 : between (0 # 1) ((9 / 10) ^ 3916) (1 # 1000000000000000000000000)) by (apply (between_power 1958 1958 3916 N_102 N_102 eq_refl); rational).
  assert (N_104 : between (999999999999999999999999 # 1000000000000000000000000) (1 - ((9 / 10) ^ 3916)) (1 # 1)) by (apply (between_sub N_8 N_103); rational).
  assert (N_105 : between (1546889499866775499703 # 1562500000000000000000) ((sqrt (1 - ((999 / 1000) ^ 3916))) / (1 - ((9 / 10) ^ 3916))) (990009279914736319809929 # 1000000000000000000000000)) by (apply (between_div N_84 N_104); rational).
  assert (N_106 : between (99 # 100) (99 / 100) (99 # 100)) by (is_number).
  refine (conj _ _); [exact (below N_0 N_2 ltac:(rational))|].
  refine (conj _ _); [exact (below N_0 N_4 ltac:(rational))|].
  refine (conj _ _); [apply (between_same N_14); rational|].
  refine (conj _ _); [apply (between_same N_22); rational|].
  refine (conj _ _); [apply (between_same N_26); rational|].
  refine (conj _ _); [apply (between_same N_30); rational|].
  refine (conj _ _); [apply (between_same N_38); rational|].
  refine (conj _ _); [apply (between_same N_44); rational|].
  refine (conj _ _); [apply (between_same N_49); rational|].
  refine (conj _ _); [apply (between_same N_53); rational|].
  refine (conj _ _); [apply (between_same N_57); rational|].
  refine (conj _ _); [apply (between_same N_63); rational|].
  refine (conj _ _); [apply (between_same N_105); rational|].
  refine (conj _ _); [apply (between_same N_106); rational|].
  exact (below N_106 N_105 ltac:(rational)).
Qed.
End Setting3Values.
Definition everything : True := let _ := Setting1.thm_first_moment in let _ := Setting1.defined_first_moment in let _ := Setting1Model.start_s in let _ := Setting1Model.start_r in let _ := Setting1Model.step_s in let _ := Setting1Model.step_r in let _ := Setting1Model.step_s_hat in let _ := Setting1Model.step_r_hat in let _ := Setting1Model.step_theta in let _ := Setting1Values.values in let _ := Setting2.thm_r_is_not_negative in let _ := Setting2.thm_r'5f'hat_is_not_negative in let _ := Setting2.defined_r'5f'hat_is_not_negative in let _ := Setting2.thm_first_moment in let _ := Setting2.defined_first_moment in let _ := Setting2.thm_second_moment in let _ := Setting2.defined_second_moment in let _ := Setting2.thm_factors in let _ := Setting2.defined_factors in let _ := Setting2Model.start_s in let _ := Setting2Model.start_r in let _ := Setting2Model.step_s in let _ := Setting2Model.step_r in let _ := Setting2Model.step_s_hat in let _ := Setting2Model.step_r_hat in let _ := Setting2Model.step_theta in let _ := Setting2Values.values in let _ := Setting3.thm_bias_is_within_a_hundredth_at_step_3916 in let _ := Setting3.defined_bias_is_within_a_hundredth_at_step_3916 in let _ := Setting3Model.start_s in let _ := Setting3Model.start_r in let _ := Setting3Model.step_s in let _ := Setting3Model.step_r in let _ := Setting3Model.step_s_hat in let _ := Setting3Model.step_r_hat in let _ := Setting3Model.step_theta in let _ := Setting3Values.values in I.
Print Assumptions everything.
