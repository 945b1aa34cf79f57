From Coq Require Import Reals Lra Lia Psatz.
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
  first [ solve [good] | solve [apply (le_carried _ ((Rmax (r_max (t - 1)%nat) ((rho2 * (r (t - 1)%nat)) + ((1 - rho2) * ((g t) * (g t))))) - (r_max (t - 1)%nat))); [arithmetic | good]] ].
Qed.
Theorem thm_largest_never_falls_defined : forall t : nat, (1 <= t)%nat -> ((1)%nat <= t)%nat.
Proof.
  intros t range.
  repeat split; intros; first [lia | solve [nonzero ()] | good].
Qed.
Lemma values : rho1 = 1 / 2 -> rho2 = 1 / 3 -> eta = 1 / 4 -> epsilon = 1 / 5 -> g 1 = 1 -> g 2 = - 2 -> theta 1 = 2 ->
  s 1 = 1 / 2 /\ r 1 = 2 / 3 /\ r_max 1 = 2 / 3 /\ s 2 = - (3 / 4) /\ r 2 = 26 / 9 /\ r_max 2 = 26 / 9.
Proof.
  intros.
  pose proof start_r_max.
  pose proof start_s.
  pose proof start_r.
  assert (s 1 = 1 / 2) by (computed (step_s 1)).
  assert (r 1 = 2 / 3) by (computed (step_r 1)).
  assert (r_max 1 = 2 / 3) by (computed (step_r_max 1)).
  assert (s 2 = - (3 / 4)) by (computed (step_s 2)).
  assert (r 2 = 26 / 9) by (computed (step_r 2)).
  assert (r_max 2 = 26 / 9) by (computed (step_r_max 2)).
  repeat split; assumption.
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
  | O => match which_ with
    | 0 => at_start
    | 1 => 0
    | 2 => 0
    | 3 => 0
    | _ => 0 end
  | S m_ =>
    let t := (1 + m_)%nat in
    let old_theta := fun _ : nat => run_ m_ 0 in
    let old_s := fun _ : nat => run_ m_ 1 in
    let old_r := fun _ : nat => run_ m_ 2 in
    let old_r_max := fun _ : nat => run_ m_ 3 in
    match which_ with
    | 0 => (old_theta t) - (eta * (((rho1 * (old_s (t - 1)%nat)) + ((1 - rho1) * (g t))) / ((sqrt (Rmax (old_r_max (t - 1)%nat) ((rho2 * (old_r (t - 1)%nat)) + ((1 - rho2) * ((g t) * (g t)))))) + epsilon)))
    | 1 => (rho1 * (old_s (t - 1)%nat)) + ((1 - rho1) * (g t))
    | 2 => (rho2 * (old_r (t - 1)%nat)) + ((1 - rho2) * ((g t) * (g t)))
    | 3 => Rmax (old_r_max (t - 1)%nat) ((rho2 * (old_r (t - 1)%nat)) + ((1 - rho2) * ((g t) * (g t))))
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
Definition everything := (Setting1.thm_largest_never_falls, Setting1.thm_largest_never_falls_defined, Setting1.values, Setting1Model.start_r_max, Setting1Model.start_s, Setting1Model.start_r, Setting1Model.step_s, Setting1Model.step_r, Setting1Model.step_r_max, Setting1Model.step_theta).
Print Assumptions everything.
