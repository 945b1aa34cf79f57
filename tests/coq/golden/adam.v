From Coq Require Import Reals Lra Lia Psatz.
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
Theorem thm_first_moment_defined : forall t : nat, (0 <= t)%nat -> (forall i : nat, ((1)%nat <= i <= t)%nat -> (i <= t)%nat) /\ (forall i : nat, ((1)%nat <= i <= t)%nat -> ((1)%nat <= i)%nat).
Proof.
  intros t range.
  repeat split; intros; first [lia | solve [nonzero ()] | good].
Qed.
Lemma values : rho1 = 1 / 2 -> rho2 = 1 / 3 -> eta = 1 / 4 -> epsilon = 1 / 5 -> g 1 = 1 -> g 2 = - 2 -> theta 1 = 2 ->
  s 1 = 1 / 2 /\ r 1 = 2 / 3 /\ s_hat 1 = 1 /\ r_hat 1 = 1 /\ s 2 = - (3 / 4) /\ r 2 = 26 / 9 /\ s_hat 2 = - 1 /\ r_hat 2 = 13 / 4.
Proof.
  intros.
  pose proof start_s.
  pose proof start_r.
  assert (s 1 = 1 / 2) by (computed (step_s 1)).
  assert (r 1 = 2 / 3) by (computed (step_r 1)).
  assert (s_hat 1 = 1) by (computed (step_s_hat 1)).
  assert (r_hat 1 = 1) by (computed (step_r_hat 1)).
  assert (s 2 = - (3 / 4)) by (computed (step_s 2)).
  assert (r 2 = 26 / 9) by (computed (step_r 2)).
  assert (s_hat 2 = - 1) by (computed (step_s_hat 2)).
  assert (r_hat 2 = 13 / 4) by (computed (step_r_hat 2)).
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
    | _ => 0 end
  | S m_ =>
    let t := (1 + m_)%nat in
    let old_theta := fun _ : nat => run_ m_ 0 in
    let old_s := fun _ : nat => run_ m_ 1 in
    let old_r := fun _ : nat => run_ m_ 2 in
    match which_ with
    | 0 => (old_theta t) - (eta * ((((rho1 * (old_s (t - 1)%nat)) + ((1 - rho1) * (g t))) / (1 - (rho1 ^ t))) / (sqrt ((((rho2 * (old_r (t - 1)%nat)) + ((1 - rho2) * ((g t) * (g t)))) / (1 - (rho2 ^ t))) + epsilon))))
    | 1 => (rho1 * (old_s (t - 1)%nat)) + ((1 - rho1) * (g t))
    | 2 => (rho2 * (old_r (t - 1)%nat)) + ((1 - rho2) * ((g t) * (g t)))
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
    assert (N_2_0 : between (0) (0) (0)) by (apply (between_number _ _ _); rational).
    assert (N_2_1 : between (0) (0 - 0) (0)) by (apply (between_sub (0) _ (0) (0) _ (0) _ _ N_2_0 N_2_0); rational).
    apply (between_nonneg (0) _ (0) N_2_1); rational. }
  intros t range hypothesis_0.
  assert (hypothesis : 0 <= (r (t - 1)%nat)) by (by_shape hypothesis_0).
  apply le_by_difference.
  apply (le_carried _ (((rho2 * (r (t - 1)%nat)) + ((1 - rho2) * ((g t) * (g t)))) - 0)).
  { assert (E_3 : r t = (rho2 * (r (t - 1)%nat)) + ((1 - rho2) * ((g t) * (g t)))).
    { by_instance (step_r t ltac:(lia)). }
    follow E_3. }
  first [ solve [good] | solve [apply (le_carried _ ((((g t) ^ 2) + ((r (t - 1)%nat) * rho2)) - (((g t) ^ 2) * rho2))); [arithmetic | good]] ].
Qed.
Theorem thm_r_hat_is_not_negative : forall t : nat, (1 <= t)%nat -> 0 <= (r_hat t).
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
  first [ solve [good] | solve [apply (le_carried _ (- ((r t) * (1 / ((rho2 ^ t) - 1))))); [arithmetic | good]] ].
Qed.
Theorem thm_r_hat_is_not_negative_defined : forall t : nat, (1 <= t)%nat -> ((1)%nat <= t)%nat.
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
Theorem thm_first_moment_defined : forall t : nat, (0 <= t)%nat -> (forall i : nat, ((1)%nat <= i <= t)%nat -> (i <= t)%nat) /\ (forall i : nat, ((1)%nat <= i <= t)%nat -> ((1)%nat <= i)%nat).
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
Theorem thm_second_moment_defined : forall t : nat, (0 <= t)%nat -> (forall i : nat, ((1)%nat <= i <= t)%nat -> (i <= t)%nat) /\ (forall i : nat, ((1)%nat <= i <= t)%nat -> ((1)%nat <= i)%nat).
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
  pose proof thm_r_hat_is_not_negative as law_4.
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
    first [ solve [good] | solve [apply (lt_carried _ (sqrt ((((1 - rho2) * (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i))))) / (1 - (rho2 ^ t))) + 0))); [arithmetic | good]] ]. }
  assert (fact_10 : 0 < (sqrt (((r t) / (1 - (rho2 ^ t))) + 0))).
  { apply (lt_carried _ (sqrt ((((1 - rho2) * (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i))))) / (1 - (rho2 ^ t))) + 0))).
    { assert (E_11 : r t = (1 - rho2) * (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i))))).
      { by_instance (thm_second_moment t ltac:(lia)). }
      follow E_11. }
    first [ solve [good] | solve [apply (lt_carried _ (sqrt ((((1 - rho2) * (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i))))) / (1 - (rho2 ^ t))) + 0))); [arithmetic | good]] ]. }
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
      first [ solve [arithmetic] | solve [ring [Q_18 Q_19 Q_20]] | solve [field [Q_18 Q_19 Q_20]; all_nonzero] | solve [repeat one_power; ring [Q_18 Q_19 Q_20]] | solve [repeat one_power; field [Q_18 Q_19 Q_20]; all_nonzero] ]. }
    follow E_17. }
  transitivity ((theta t) - (((eta * ((sqrt (1 - (rho2 ^ t))) / (1 - (rho1 ^ t)))) * ((1 - rho1) / (sqrt (1 - rho2)))) * ((Sum (1)%nat t (fun i : nat => (rho1 ^ (t - i)%nat) * (g i))) / (sqrt (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i)))))))).
  { assert (Q_21 : sqrt (1 - rho2) * sqrt (1 - rho2) = (1 - rho2)) by (apply sqrt_sqrt; good).
    assert (Q_22 : sqrt (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i)))) * sqrt (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i)))) = (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i))))) by (apply sqrt_sqrt; good).
    assert (Q_23 : sqrt (1 - (rho2 ^ t)) * sqrt (1 - (rho2 ^ t)) = (1 - (rho2 ^ t))) by (apply sqrt_sqrt; good).
    first [ solve [arithmetic] | solve [ring [Q_21 Q_22 Q_23]] | solve [field [Q_21 Q_22 Q_23]; all_nonzero] | solve [repeat one_power; ring [Q_21 Q_22 Q_23]] | solve [repeat one_power; field [Q_21 Q_22 Q_23]; all_nonzero] ]. }
  reflexivity.
Qed.
Theorem thm_factors_defined : forall t : nat, (1 <= t)%nat -> (0 < (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i))))) -> ((1)%nat <= t)%nat /\ 0 <= (1 - (rho2 ^ t)) /\ (1 - (rho1 ^ t)) <> 0 /\ 0 <= (1 - rho2) /\ (sqrt (1 - rho2)) <> 0 /\ (forall i : nat, ((1)%nat <= i <= t)%nat -> (i <= t)%nat) /\ (forall i : nat, ((1)%nat <= i <= t)%nat -> ((1)%nat <= i)%nat) /\ 0 <= (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i)))) /\ (sqrt (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i))))) <> 0.
Proof.
  intros t range given_0.
  pose proof thm_r_is_not_negative as law_1.
  try pose proof (law_1 t ltac:(lia)) as fact_2.
  try pose proof (law_1 (t - 1)%nat ltac:(lia)) as fact_3.
  pose proof thm_r_hat_is_not_negative as law_4.
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
    first [ solve [good] | solve [apply (lt_carried _ (sqrt ((((1 - rho2) * (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i))))) / (1 - (rho2 ^ t))) + 0))); [arithmetic | good]] ]. }
  assert (fact_10 : 0 < (sqrt (((r t) / (1 - (rho2 ^ t))) + 0))).
  { apply (lt_carried _ (sqrt ((((1 - rho2) * (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i))))) / (1 - (rho2 ^ t))) + 0))).
    { assert (E_11 : r t = (1 - rho2) * (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i))))).
      { by_instance (thm_second_moment t ltac:(lia)). }
      follow E_11. }
    first [ solve [good] | solve [apply (lt_carried _ (sqrt ((((1 - rho2) * (Sum (1)%nat t (fun i : nat => (rho2 ^ (t - i)%nat) * ((g i) * (g i))))) / (1 - (rho2 ^ t))) + 0))); [arithmetic | good]] ]. }
  repeat split; intros; first [lia | solve [nonzero ()] | good].
Qed.
Lemma values : rho1 = 1 / 2 -> rho2 = 1 / 3 -> eta = 1 / 4 -> g 1 = 1 -> g 2 = - 2 -> theta 1 = 2 ->
  s 1 = 1 / 2 /\ r 1 = 2 / 3 /\ s_hat 1 = 1 /\ r_hat 1 = 1 /\ s 2 = - (3 / 4) /\ r 2 = 26 / 9 /\ s_hat 2 = - 1 /\ r_hat 2 = 13 / 4.
Proof.
  intros.
  pose proof start_s.
  pose proof start_r.
  assert (s 1 = 1 / 2) by (computed (step_s 1)).
  assert (r 1 = 2 / 3) by (computed (step_r 1)).
  assert (s_hat 1 = 1) by (computed (step_s_hat 1)).
  assert (r_hat 1 = 1) by (computed (step_r_hat 1)).
  assert (s 2 = - (3 / 4)) by (computed (step_s 2)).
  assert (r 2 = 26 / 9) by (computed (step_r 2)).
  assert (s_hat 2 = - 1) by (computed (step_s_hat 2)).
  assert (r_hat 2 = 13 / 4) by (computed (step_r_hat 2)).
  repeat split; assumption.
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
  | O => match which_ with
    | 0 => at_start
    | 1 => 0
    | 2 => 0
    | _ => 0 end
  | S m_ =>
    let t := (1 + m_)%nat in
    let old_theta := fun _ : nat => run_ m_ 0 in
    let old_s := fun _ : nat => run_ m_ 1 in
    let old_r := fun _ : nat => run_ m_ 2 in
    match which_ with
    | 0 => (old_theta t) - (eta * ((((rho1 * (old_s (t - 1)%nat)) + ((1 - rho1) * (g t))) / (1 - (rho1 ^ t))) / (sqrt ((((rho2 * (old_r (t - 1)%nat)) + ((1 - rho2) * ((g t) * (g t)))) / (1 - (rho2 ^ t))) + 0))))
    | 1 => (rho1 * (old_s (t - 1)%nat)) + ((1 - rho1) * (g t))
    | 2 => (rho2 * (old_r (t - 1)%nat)) + ((1 - rho2) * ((g t) * (g t)))
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
  assert (N_1_0 : between (1) (1) (1)) by (apply (between_number _ _ _); rational).
  assert (N_1_1 : between (999 / 1000) (999 / 1000) (999 / 1000)) by (apply (between_number _ _ _); rational).
  assert (N_1_2 : between (999 / 1000) ((999 / 1000) ^ 1) (999 / 1000)) by (apply (between_first (999 / 1000) _ (999 / 1000) _ _ N_1_1); rational).
  assert (N_1_3 : between (998001 / 1000000) ((999 / 1000) ^ 2) (998001 / 1000000)) by (apply (between_power (999 / 1000) (999 / 1000) (999 / 1000) (999 / 1000) _ 1 1 2 _ _ N_1_2 N_1_2 eq_refl); rational).
  assert (N_1_4 : between (997002999 / 1000000000) ((999 / 1000) ^ 3) (997002999 / 1000000000)) by (apply (between_power (999 / 1000) (999 / 1000) (998001 / 1000000) (998001 / 1000000) _ 1 2 3 _ _ N_1_2 N_1_3 eq_refl); rational).
  assert (N_1_5 : between (996005996001 / 1000000000000) ((999 / 1000) ^ 4) (996005996001 / 1000000000000)) by (apply (between_power (998001 / 1000000) (998001 / 1000000) (998001 / 1000000) (998001 / 1000000) _ 2 2 4 _ _ N_1_3 N_1_3 eq_refl); rational).
  assert (N_1_6 : between (993020965034979006999 / 1000000000000000000000) ((999 / 1000) ^ 7) (993020965034979006999 / 1000000000000000000000)) by (apply (between_power (997002999 / 1000000000) (997002999 / 1000000000) (996005996001 / 1000000000000) (996005996001 / 1000000000000) _ 3 4 7 _ _ N_1_4 N_1_5 eq_refl); rational).
  assert (N_1_7 : between (992027944069944027992001 / 1000000000000000000000000) ((999 / 1000) ^ 8) (992027944069944027992001 / 1000000000000000000000000)) by (apply (between_power (996005996001 / 1000000000000) (996005996001 / 1000000000000) (996005996001 / 1000000000000) (996005996001 / 1000000000000) _ 4 4 8 _ _ N_1_5 N_1_5 eq_refl); rational).
  assert (N_1_8 : between (985104546362001998571429 / 1000000000000000000000000) ((999 / 1000) ^ 15) (98510454636200199857143 / 100000000000000000000000)) by (apply (between_power (993020965034979006999 / 1000000000000000000000) (993020965034979006999 / 1000000000000000000000) (992027944069944027992001 / 1000000000000000000000000) (992027944069944027992001 / 1000000000000000000000000) _ 7 8 15 _ _ N_1_6 N_1_7 eq_refl); rational).
  assert (N_1_9 : between (194086193452617149007729 / 200000000000000000000000) ((999 / 1000) ^ 30) (121303870907885718129831 / 125000000000000000000000)) by (apply (between_power (985104546362001998571429 / 1000000000000000000000000) (98510454636200199857143 / 100000000000000000000000) (985104546362001998571429 / 1000000000000000000000000) (98510454636200199857143 / 100000000000000000000000) _ 15 15 30 _ _ N_1_8 N_1_8 eq_refl); rational).
  assert (N_1_10 : between (492059720907819998286429 / 500000000000000000000000) ((999 / 1000) ^ 16) (984119441815639996572859 / 1000000000000000000000000)) by (apply (between_power (992027944069944027992001 / 1000000000000000000000000) (992027944069944027992001 / 1000000000000000000000000) (992027944069944027992001 / 1000000000000000000000000) (992027944069944027992001 / 1000000000000000000000000) _ 8 8 16 _ _ N_1_7 N_1_7 eq_refl); rational).
  assert (N_1_11 : between (969460536295822659293607 / 1000000000000000000000000) ((999 / 1000) ^ 31) (96946053629582265929361 / 100000000000000000000000)) by (apply (between_power (985104546362001998571429 / 1000000000000000000000000) (98510454636200199857143 / 100000000000000000000000) (492059720907819998286429 / 500000000000000000000000) (984119441815639996572859 / 1000000000000000000000000) _ 15 16 31 _ _ N_1_8 N_1_10 eq_refl); rational).
  assert (N_1_12 : between (940794525960945028795757 / 1000000000000000000000000) ((999 / 1000) ^ 61) (235198631490236257198941 / 250000000000000000000000)) by (apply (between_power (194086193452617149007729 / 200000000000000000000000) (121303870907885718129831 / 125000000000000000000000) (969460536295822659293607 / 1000000000000000000000000) (96946053629582265929361 / 100000000000000000000000) _ 30 31 61 _ _ N_1_9 N_1_11 eq_refl); rational).
  assert (N_1_13 : between (442547170039039634878723 / 500000000000000000000000) ((999 / 1000) ^ 122) (44254717003903963487873 / 50000000000000000000000)) by (apply (between_power (940794525960945028795757 / 1000000000000000000000000) (235198631490236257198941 / 250000000000000000000000) (940794525960945028795757 / 1000000000000000000000000) (235198631490236257198941 / 250000000000000000000000) _ 61 61 122 _ _ N_1_12 N_1_12 eq_refl); rational).
  assert (N_1_14 : between (783391990838250639473393 / 1000000000000000000000000) ((999 / 1000) ^ 244) (783391990838250639473419 / 1000000000000000000000000)) by (apply (between_power (442547170039039634878723 / 500000000000000000000000) (44254717003903963487873 / 50000000000000000000000) (442547170039039634878723 / 500000000000000000000000) (44254717003903963487873 / 50000000000000000000000) _ 122 122 244 _ _ N_1_13 N_1_13 eq_refl); rational).
  assert (N_1_15 : between (469926865717492041883481 / 500000000000000000000000) ((999 / 1000) ^ 62) (939853731434984083766969 / 1000000000000000000000000)) by (apply (between_power (969460536295822659293607 / 1000000000000000000000000) (96946053629582265929361 / 100000000000000000000000) (969460536295822659293607 / 1000000000000000000000000) (96946053629582265929361 / 100000000000000000000000) _ 31 31 62 _ _ N_1_11 N_1_11 eq_refl); rational).
  assert (N_1_16 : between (884209245738001190487689 / 1000000000000000000000000) ((999 / 1000) ^ 123) (884209245738001190487703 / 1000000000000000000000000)) by (apply (between_power (940794525960945028795757 / 1000000000000000000000000) (235198631490236257198941 / 250000000000000000000000) (469926865717492041883481 / 500000000000000000000000) (939853731434984083766969 / 1000000000000000000000000) _ 61 62 123 _ _ N_1_12 N_1_15 eq_refl); rational).
  assert (N_1_17 : between (1222825935699081857553 / 1562500000000000000000) ((999 / 1000) ^ 245) (391304299423706194416973 / 500000000000000000000000)) by (apply (between_power (442547170039039634878723 / 500000000000000000000000) (44254717003903963487873 / 50000000000000000000000) (884209245738001190487689 / 1000000000000000000000000) (884209245738001190487703 / 1000000000000000000000000) _ 122 123 245 _ _ N_1_13 N_1_16 eq_refl); rational).
  assert (N_1_18 : between (613089308298208256080477 / 1000000000000000000000000) ((999 / 1000) ^ 489) (613089308298208256080519 / 1000000000000000000000000)) by (apply (between_power (783391990838250639473393 / 1000000000000000000000000) (783391990838250639473419 / 1000000000000000000000000) (1222825935699081857553 / 1562500000000000000000) (391304299423706194416973 / 500000000000000000000000) _ 244 245 489 _ _ N_1_14 N_1_17 eq_refl); rational).
  assert (N_1_19 : between (612476218989910047824397 / 1000000000000000000000000) ((999 / 1000) ^ 490) (612476218989910047824439 / 1000000000000000000000000)) by (apply (between_power (1222825935699081857553 / 1562500000000000000000) (391304299423706194416973 / 500000000000000000000000) (1222825935699081857553 / 1562500000000000000000) (391304299423706194416973 / 500000000000000000000000) _ 245 245 490 _ _ N_1_17 N_1_17 eq_refl); rational).
  assert (N_1_20 : between (375502621449625875358651 / 1000000000000000000000000) ((999 / 1000) ^ 979) (23468913840601617209919 / 62500000000000000000000)) by (apply (between_power (613089308298208256080477 / 1000000000000000000000000) (613089308298208256080519 / 1000000000000000000000000) (612476218989910047824397 / 1000000000000000000000000) (612476218989910047824439 / 1000000000000000000000000) _ 489 490 979 _ _ N_1_18 N_1_19 eq_refl); rational).
  assert (N_1_21 : between (35250554678885257633837 / 250000000000000000000000) ((999 / 1000) ^ 1958) (141002218715541030535389 / 1000000000000000000000000)) by (apply (between_power (375502621449625875358651 / 1000000000000000000000000) (23468913840601617209919 / 62500000000000000000000) (375502621449625875358651 / 1000000000000000000000000) (23468913840601617209919 / 62500000000000000000000) _ 979 979 1958 _ _ N_1_20 N_1_20 eq_refl); rational).
  assert (N_1_22 : between (9940812841352634631489 / 500000000000000000000000) ((999 / 1000) ^ 3916) (19881625682705269262991 / 1000000000000000000000000)) by (apply (between_power (35250554678885257633837 / 250000000000000000000000) (141002218715541030535389 / 1000000000000000000000000) (35250554678885257633837 / 250000000000000000000000) (141002218715541030535389 / 1000000000000000000000000) _ 1958 1958 3916 _ _ N_1_21 N_1_21 eq_refl); rational).
  assert (N_1_23 : between (980118374317294730737009 / 1000000000000000000000000) (1 - ((999 / 1000) ^ 3916)) (490059187158647365368511 / 500000000000000000000000)) by (apply (between_sub (1) _ (1) (9940812841352634631489 / 500000000000000000000000) _ (19881625682705269262991 / 1000000000000000000000000) _ _ N_1_0 N_1_22); rational).
  assert (N_1_24 : between (1546889499866775499703 / 1562500000000000000000) (sqrt (1 - ((999 / 1000) ^ 3916))) (123751159989342039976241 / 125000000000000000000000)) by (apply (between_sqrt (980118374317294730737009 / 1000000000000000000000000) _ (490059187158647365368511 / 500000000000000000000000) _ _ N_1_23); rational).
  assert (N_1_25 : between (9 / 10) (9 / 10) (9 / 10)) by (apply (between_number _ _ _); rational).
  assert (N_1_26 : between (9 / 10) ((9 / 10) ^ 1) (9 / 10)) by (apply (between_first (9 / 10) _ (9 / 10) _ _ N_1_25); rational).
  assert (N_1_27 : between (81 / 100) ((9 / 10) ^ 2) (81 / 100)) by (apply (between_power (9 / 10) (9 / 10) (9 / 10) (9 / 10) _ 1 1 2 _ _ N_1_26 N_1_26 eq_refl); rational).
  assert (N_1_28 : between (729 / 1000) ((9 / 10) ^ 3) (729 / 1000)) by (apply (between_power (9 / 10) (9 / 10) (81 / 100) (81 / 100) _ 1 2 3 _ _ N_1_26 N_1_27 eq_refl); rational).
  assert (N_1_29 : between (6561 / 10000) ((9 / 10) ^ 4) (6561 / 10000)) by (apply (between_power (81 / 100) (81 / 100) (81 / 100) (81 / 100) _ 2 2 4 _ _ N_1_27 N_1_27 eq_refl); rational).
  assert (N_1_30 : between (4782969 / 10000000) ((9 / 10) ^ 7) (4782969 / 10000000)) by (apply (between_power (729 / 1000) (729 / 1000) (6561 / 10000) (6561 / 10000) _ 3 4 7 _ _ N_1_28 N_1_29 eq_refl); rational).
  assert (N_1_31 : between (43046721 / 100000000) ((9 / 10) ^ 8) (43046721 / 100000000)) by (apply (between_power (6561 / 10000) (6561 / 10000) (6561 / 10000) (6561 / 10000) _ 4 4 8 _ _ N_1_29 N_1_29 eq_refl); rational).
  assert (N_1_32 : between (205891132094649 / 1000000000000000) ((9 / 10) ^ 15) (205891132094649 / 1000000000000000)) by (apply (between_power (4782969 / 10000000) (4782969 / 10000000) (43046721 / 100000000) (43046721 / 100000000) _ 7 8 15 _ _ N_1_30 N_1_31 eq_refl); rational).
  assert (N_1_33 : between (42391158275216203514294433201 / 1000000000000000000000000000000) ((9 / 10) ^ 30) (42391158275216203514294433201 / 1000000000000000000000000000000)) by (apply (between_power (205891132094649 / 1000000000000000) (205891132094649 / 1000000000000000) (205891132094649 / 1000000000000000) (205891132094649 / 1000000000000000) _ 15 15 30 _ _ N_1_32 N_1_32 eq_refl); rational).
  assert (N_1_34 : between (1853020188851841 / 10000000000000000) ((9 / 10) ^ 16) (1853020188851841 / 10000000000000000)) by (apply (between_power (43046721 / 100000000) (43046721 / 100000000) (43046721 / 100000000) (43046721 / 100000000) _ 8 8 16 _ _ N_1_31 N_1_31 eq_refl); rational).
  assert (N_1_35 : between (381520424476945831628649898809 / 10000000000000000000000000000000) ((9 / 10) ^ 31) (381520424476945831628649898809 / 10000000000000000000000000000000)) by (apply (between_power (205891132094649 / 1000000000000000) (205891132094649 / 1000000000000000) (1853020188851841 / 10000000000000000) (1853020188851841 / 10000000000000000) _ 15 16 31 _ _ N_1_32 N_1_34 eq_refl); rational).
  assert (N_1_36 : between (1617309269922988089371 / 1000000000000000000000000) ((9 / 10) ^ 61) (404327317480747022343 / 250000000000000000000000)) by (apply (between_power (42391158275216203514294433201 / 1000000000000000000000000000000) (42391158275216203514294433201 / 1000000000000000000000000000000) (381520424476945831628649898809 / 10000000000000000000000000000000) (381520424476945831628649898809 / 10000000000000000000000000000000) _ 30 31 61 _ _ N_1_33 N_1_35 eq_refl); rational).
  assert (N_1_37 : between (1307844637289414373 / 500000000000000000000000) ((9 / 10) ^ 122) (2615689274578828747 / 1000000000000000000000000)) by (apply (between_power (1617309269922988089371 / 1000000000000000000000000) (404327317480747022343 / 250000000000000000000000) (1617309269922988089371 / 1000000000000000000000000) (404327317480747022343 / 250000000000000000000000) _ 61 61 122 _ _ N_1_36 N_1_36 eq_refl); rational).
  assert (N_1_38 : between (3420915190573 / 500000000000000000000000) ((9 / 10) ^ 244) (6841830381147 / 1000000000000000000000000)) by (apply (between_power (1307844637289414373 / 500000000000000000000000) (2615689274578828747 / 1000000000000000000000000) (1307844637289414373 / 500000000000000000000000) (2615689274578828747 / 1000000000000000000000000) _ 122 122 244 _ _ N_1_37 N_1_37 eq_refl); rational).
  assert (N_1_39 : between (727789171465344640217 / 500000000000000000000000) ((9 / 10) ^ 62) (291115668586137856087 / 200000000000000000000000)) by (apply (between_power (381520424476945831628649898809 / 10000000000000000000000000000000) (381520424476945831628649898809 / 10000000000000000000000000000000) (381520424476945831628649898809 / 10000000000000000000000000000000) (381520424476945831628649898809 / 10000000000000000000000000000000) _ 31 31 62 _ _ N_1_35 N_1_35 eq_refl); rational).
  assert (N_1_40 : between (2354120347120945871 / 1000000000000000000000000) ((9 / 10) ^ 123) (147132521695059117 / 62500000000000000000000)) by (apply (between_power (1617309269922988089371 / 1000000000000000000000000) (404327317480747022343 / 250000000000000000000000) (727789171465344640217 / 500000000000000000000000) (291115668586137856087 / 200000000000000000000000) _ 61 62 123 _ _ N_1_36 N_1_39 eq_refl); rational).
  assert (N_1_41 : between (769705917879 / 125000000000000000000000) ((9 / 10) ^ 245) (6157647343033 / 1000000000000000000000000)) by (apply (between_power (1307844637289414373 / 500000000000000000000000) (2615689274578828747 / 1000000000000000000000000) (2354120347120945871 / 1000000000000000000000000) (147132521695059117 / 62500000000000000000000) _ 122 123 245 _ _ N_1_37 N_1_40 eq_refl); rational).
  assert (N_1_42 : between (21 / 500000000000000000000000) ((9 / 10) ^ 489) (43 / 1000000000000000000000000)) by (apply (between_power (3420915190573 / 500000000000000000000000) (6841830381147 / 1000000000000000000000000) (769705917879 / 125000000000000000000000) (6157647343033 / 1000000000000000000000000) _ 244 245 489 _ _ N_1_38 N_1_41 eq_refl); rational).
  assert (N_1_43 : between (37 / 1000000000000000000000000) ((9 / 10) ^ 490) (19 / 500000000000000000000000)) by (apply (between_power (769705917879 / 125000000000000000000000) (6157647343033 / 1000000000000000000000000) (769705917879 / 125000000000000000000000) (6157647343033 / 1000000000000000000000000) _ 245 245 490 _ _ N_1_41 N_1_41 eq_refl); rational).
  assert (N_1_44 : between (0) ((9 / 10) ^ 979) (1 / 1000000000000000000000000)) by (apply (between_power (21 / 500000000000000000000000) (43 / 1000000000000000000000000) (37 / 1000000000000000000000000) (19 / 500000000000000000000000) _ 489 490 979 _ _ N_1_42 N_1_43 eq_refl); rational).
  assert (N_1_45 : between (0) ((9 / 10) ^ 1958) (1 / 1000000000000000000000000)) by (apply (between_power (0) (1 / 1000000000000000000000000) (0) (1 / 1000000000000000000000000) _ 979 979 1958 _ _ N_1_44 N_1_44 eq_refl); rational).
  assert (N_1_46 : between (0) ((9 / 10) ^ 3916) (1 / 1000000000000000000000000)) by (apply (between_power (0) (1 / 1000000000000000000000000) (0) (1 / 1000000000000000000000000) _ 1958 1958 3916 _ _ N_1_45 N_1_45 eq_refl); rational).
  assert (N_1_47 : between (999999999999999999999999 / 1000000000000000000000000) (1 - ((9 / 10) ^ 3916)) (1)) by (apply (between_sub (1) _ (1) (0) _ (1 / 1000000000000000000000000) _ _ N_1_0 N_1_46); rational).
  assert (N_1_48 : between (1546889499866775499703 / 1562500000000000000000) ((sqrt (1 - ((999 / 1000) ^ 3916))) / (1 - ((9 / 10) ^ 3916))) (990009279914736319809929 / 1000000000000000000000000)) by (apply (between_div (1546889499866775499703 / 1562500000000000000000) _ (123751159989342039976241 / 125000000000000000000000) (999999999999999999999999 / 1000000000000000000000000) _ (1) _ _ N_1_24 N_1_47); rational).
  assert (N_1_49 : between (99 / 100) (99 / 100) (99 / 100)) by (apply (between_number _ _ _); rational).
  assert (N_1_50 : between (14499866775499703 / 1562500000000000000000) (((sqrt (1 - ((999 / 1000) ^ 3916))) / (1 - ((9 / 10) ^ 3916))) - (99 / 100)) (9279914736319809929 / 1000000000000000000000000)) by (apply (between_sub (1546889499866775499703 / 1562500000000000000000) _ (990009279914736319809929 / 1000000000000000000000000) (99 / 100) _ (99 / 100) _ _ N_1_48 N_1_49); rational).
  apply (between_positive (14499866775499703 / 1562500000000000000000) _ (9279914736319809929 / 1000000000000000000000000) N_1_50); rational.
Qed.
Theorem thm_bias_is_within_a_hundredth_at_step_3916_defined : forall t : nat, (1 <= t)%nat -> 0 <= (1 - ((999 / 1000) ^ 3916)) /\ (1 - ((9 / 10) ^ 3916)) <> 0.
Proof.
  intros t range.
  assert (number_0 : 0 < (1 - ((9 / 10) ^ 3916))).
  { assert (N_0 : between (1) (1) (1)) by (apply (between_number _ _ _); rational). assert (N_1 : between (9 / 10) (9 / 10) (9 / 10)) by (apply (between_number _ _ _); rational). assert (N_2 : between (9 / 10) ((9 / 10) ^ 1) (9 / 10)) by (apply (between_first (9 / 10) _ (9 / 10) _ _ N_1); rational). assert (N_3 : between (81 / 100) ((9 / 10) ^ 2) (81 / 100)) by (apply (between_power (9 / 10) (9 / 10) (9 / 10) (9 / 10) _ 1 1 2 _ _ N_2 N_2 eq_refl); rational). assert (N_4 : between (729 / 1000) ((9 / 10) ^ 3) (729 / 1000)) by (apply (between_power (9 / 10) (9 / 10) (81 / 100) (81 / 100) _ 1 2 3 _ _ N_2 N_3 eq_refl); rational). assert (N_5 : between (6561 / 10000) ((9 / 10) ^ 4) (6561 / 10000)) by (apply (between_power (81 / 100) (81 / 100) (81 / 100) (81 / 100) _ 2 2 4 _ _ N_3 N_3 eq_refl); rational). assert (N_6 : between (4782969 / 10000000) ((9 / 10) ^ 7) (4782969 / 10000000)) by (apply (between_power (729 / 1000) (729 / 1000) (6561 / 10000) (6561 / 10000) _ 3 4 7 _ _ N_4 N_5 eq_refl); rational). assert (N_7 : between (43046721 / 100000000) ((9 / 10) ^ 8) (43046721 / 100000000)) by (apply (between_power (6561 / 10000) (6561 / 10000) (6561 / 10000) (6561 / 10000) _ 4 4 8 _ _ N_5 N_5 eq_refl); rational). assert (N_8 : between (205891132094649 / 1000000000000000) ((9 / 10) ^ 15) (205891132094649 / 1000000000000000)) by (apply (between_power (4782969 / 10000000) (4782969 / 10000000) (43046721 / 100000000) (43046721 / 100000000) _ 7 8 15 _ _ N_6 N_7 eq_refl); rational). assert (N_9 : between (42391158275216203514294433201 / 1000000000000000000000000000000) ((9 / 10) ^ 30) (42391158275216203514294433201 / 1000000000000000000000000000000)) by (apply (between_power (205891132094649 / 1000000000000000) (205891132094649 / 1000000000000000) (205891132094649 / 1000000000000000) (205891132094649 / 1000000000000000) _ 15 15 30 _ _ N_8 N_8 eq_refl); rational). assert (N_10 : between (1853020188851841 / 10000000000000000) ((9 / 10) ^ 16) (1853020188851841 / 10000000000000000)) by (apply (between_power (43046721 / 100000000) (43046721 / 100000000) (43046721 / 100000000) (43046721 / 100000000) _ 8 8 16 _ _ N_7 N_7 eq_refl); rational). assert (N_11 : between (381520424476945831628649898809 / 10000000000000000000000000000000) ((9 / 10) ^ 31) (381520424476945831628649898809 / 10000000000000000000000000000000)) by (apply (between_power (205891132094649 / 1000000000000000) (205891132094649 / 1000000000000000) (1853020188851841 / 10000000000000000) (1853020188851841 / 10000000000000000) _ 15 16 31 _ _ N_8 N_10 eq_refl); rational). assert (N_12 : between (1617309269922988089371 / 1000000000000000000000000) ((9 / 10) ^ 61) (404327317480747022343 / 250000000000000000000000)) by (apply (between_power (42391158275216203514294433201 / 1000000000000000000000000000000) (42391158275216203514294433201 / 1000000000000000000000000000000) (381520424476945831628649898809 / 10000000000000000000000000000000) (381520424476945831628649898809 / 10000000000000000000000000000000) _ 30 31 61 _ _ N_9 N_11 eq_refl); rational). assert (N_13 : between (1307844637289414373 / 500000000000000000000000) ((9 / 10) ^ 122) (2615689274578828747 / 1000000000000000000000000)) by (apply (between_power (1617309269922988089371 / 1000000000000000000000000) (404327317480747022343 / 250000000000000000000000) (1617309269922988089371 / 1000000000000000000000000) (404327317480747022343 / 250000000000000000000000) _ 61 61 122 _ _ N_12 N_12 eq_refl); rational). assert (N_14 : between (3420915190573 / 500000000000000000000000) ((9 / 10) ^ 244) (6841830381147 / 1000000000000000000000000)) by (apply (between_power (1307844637289414373 / 500000000000000000000000) (2615689274578828747 / 1000000000000000000000000) (1307844637289414373 / 500000000000000000000000) (2615689274578828747 / 1000000000000000000000000) _ 122 122 244 _ _ N_13 N_13 eq_refl); rational). assert (N_15 : between (727789171465344640217 / 500000000000000000000000) ((9 / 10) ^ 62) (291115668586137856087 / 200000000000000000000000)) by (apply (between_power (381520424476945831628649898809 / 10000000000000000000000000000000) (381520424476945831628649898809 / 10000000000000000000000000000000) (381520424476945831628649898809 / 10000000000000000000000000000000) (381520424476945831628649898809 / 10000000000000000000000000000000) _ 31 31 62 _ _ N_11 N_11 eq_refl); rational). assert (N_16 : between (2354120347120945871 / 1000000000000000000000000) ((9 / 10) ^ 123) (147132521695059117 / 62500000000000000000000)) by (apply (between_power (1617309269922988089371 / 1000000000000000000000000) (404327317480747022343 / 250000000000000000000000) (727789171465344640217 / 500000000000000000000000) (291115668586137856087 / 200000000000000000000000) _ 61 62 123 _ _ N_12 N_15 eq_refl); rational). assert (N_17 : between (769705917879 / 125000000000000000000000) ((9 / 10) ^ 245) (6157647343033 / 1000000000000000000000000)) by (apply (between_power (1307844637289414373 / 500000000000000000000000) (2615689274578828747 / 1000000000000000000000000) (2354120347120945871 / 1000000000000000000000000) (147132521695059117 / 62500000000000000000000) _ 122 123 245 _ _ N_13 N_16 eq_refl); rational). assert (N_18 : between (21 / 500000000000000000000000) ((9 / 10) ^ 489) (43 / 1000000000000000000000000)) by (apply (between_power (3420915190573 / 500000000000000000000000) (6841830381147 / 1000000000000000000000000) (769705917879 / 125000000000000000000000) (6157647343033 / 1000000000000000000000000) _ 244 245 489 _ _ N_14 N_17 eq_refl); rational). assert (N_19 : between (37 / 1000000000000000000000000) ((9 / 10) ^ 490) (19 / 500000000000000000000000)) by (apply (between_power (769705917879 / 125000000000000000000000) (6157647343033 / 1000000000000000000000000) (769705917879 / 125000000000000000000000) (6157647343033 / 1000000000000000000000000) _ 245 245 490 _ _ N_17 N_17 eq_refl); rational). assert (N_20 : between (0) ((9 / 10) ^ 979) (1 / 1000000000000000000000000)) by (apply (between_power (21 / 500000000000000000000000) (43 / 1000000000000000000000000) (37 / 1000000000000000000000000) (19 / 500000000000000000000000) _ 489 490 979 _ _ N_18 N_19 eq_refl); rational). assert (N_21 : between (0) ((9 / 10) ^ 1958) (1 / 1000000000000000000000000)) by (apply (between_power (0) (1 / 1000000000000000000000000) (0) (1 / 1000000000000000000000000) _ 979 979 1958 _ _ N_20 N_20 eq_refl); rational). assert (N_22 : between (0) ((9 / 10) ^ 3916) (1 / 1000000000000000000000000)) by (apply (between_power (0) (1 / 1000000000000000000000000) (0) (1 / 1000000000000000000000000) _ 1958 1958 3916 _ _ N_21 N_21 eq_refl); rational). assert (N_23 : between (999999999999999999999999 / 1000000000000000000000000) (1 - ((9 / 10) ^ 3916)) (1)) by (apply (between_sub (1) _ (1) (0) _ (1 / 1000000000000000000000000) _ _ N_0 N_22); rational). apply (between_positive (999999999999999999999999 / 1000000000000000000000000) _ (1) N_23); rational. }
  assert (number_1 : 0 <= (1 - ((999 / 1000) ^ 3916))).
  { assert (N_0 : between (1) (1) (1)) by (apply (between_number _ _ _); rational). assert (N_1 : between (999 / 1000) (999 / 1000) (999 / 1000)) by (apply (between_number _ _ _); rational). assert (N_2 : between (999 / 1000) ((999 / 1000) ^ 1) (999 / 1000)) by (apply (between_first (999 / 1000) _ (999 / 1000) _ _ N_1); rational). assert (N_3 : between (998001 / 1000000) ((999 / 1000) ^ 2) (998001 / 1000000)) by (apply (between_power (999 / 1000) (999 / 1000) (999 / 1000) (999 / 1000) _ 1 1 2 _ _ N_2 N_2 eq_refl); rational). assert (N_4 : between (997002999 / 1000000000) ((999 / 1000) ^ 3) (997002999 / 1000000000)) by (apply (between_power (999 / 1000) (999 / 1000) (998001 / 1000000) (998001 / 1000000) _ 1 2 3 _ _ N_2 N_3 eq_refl); rational). assert (N_5 : between (996005996001 / 1000000000000) ((999 / 1000) ^ 4) (996005996001 / 1000000000000)) by (apply (between_power (998001 / 1000000) (998001 / 1000000) (998001 / 1000000) (998001 / 1000000) _ 2 2 4 _ _ N_3 N_3 eq_refl); rational). assert (N_6 : between (993020965034979006999 / 1000000000000000000000) ((999 / 1000) ^ 7) (993020965034979006999 / 1000000000000000000000)) by (apply (between_power (997002999 / 1000000000) (997002999 / 1000000000) (996005996001 / 1000000000000) (996005996001 / 1000000000000) _ 3 4 7 _ _ N_4 N_5 eq_refl); rational). assert (N_7 : between (992027944069944027992001 / 1000000000000000000000000) ((999 / 1000) ^ 8) (992027944069944027992001 / 1000000000000000000000000)) by (apply (between_power (996005996001 / 1000000000000) (996005996001 / 1000000000000) (996005996001 / 1000000000000) (996005996001 / 1000000000000) _ 4 4 8 _ _ N_5 N_5 eq_refl); rational). assert (N_8 : between (985104546362001998571429 / 1000000000000000000000000) ((999 / 1000) ^ 15) (98510454636200199857143 / 100000000000000000000000)) by (apply (between_power (993020965034979006999 / 1000000000000000000000) (993020965034979006999 / 1000000000000000000000) (992027944069944027992001 / 1000000000000000000000000) (992027944069944027992001 / 1000000000000000000000000) _ 7 8 15 _ _ N_6 N_7 eq_refl); rational). assert (N_9 : between (194086193452617149007729 / 200000000000000000000000) ((999 / 1000) ^ 30) (121303870907885718129831 / 125000000000000000000000)) by (apply (between_power (985104546362001998571429 / 1000000000000000000000000) (98510454636200199857143 / 100000000000000000000000) (985104546362001998571429 / 1000000000000000000000000) (98510454636200199857143 / 100000000000000000000000) _ 15 15 30 _ _ N_8 N_8 eq_refl); rational). assert (N_10 : between (492059720907819998286429 / 500000000000000000000000) ((999 / 1000) ^ 16) (984119441815639996572859 / 1000000000000000000000000)) by (apply (between_power (992027944069944027992001 / 1000000000000000000000000) (992027944069944027992001 / 1000000000000000000000000) (992027944069944027992001 / 1000000000000000000000000) (992027944069944027992001 / 1000000000000000000000000) _ 8 8 16 _ _ N_7 N_7 eq_refl); rational). assert (N_11 : between (969460536295822659293607 / 1000000000000000000000000) ((999 / 1000) ^ 31) (96946053629582265929361 / 100000000000000000000000)) by (apply (between_power (985104546362001998571429 / 1000000000000000000000000) (98510454636200199857143 / 100000000000000000000000) (492059720907819998286429 / 500000000000000000000000) (984119441815639996572859 / 1000000000000000000000000) _ 15 16 31 _ _ N_8 N_10 eq_refl); rational). assert (N_12 : between (940794525960945028795757 / 1000000000000000000000000) ((999 / 1000) ^ 61) (235198631490236257198941 / 250000000000000000000000)) by (apply (between_power (194086193452617149007729 / 200000000000000000000000) (121303870907885718129831 / 125000000000000000000000) (969460536295822659293607 / 1000000000000000000000000) (96946053629582265929361 / 100000000000000000000000) _ 30 31 61 _ _ N_9 N_11 eq_refl); rational). assert (N_13 : between (442547170039039634878723 / 500000000000000000000000) ((999 / 1000) ^ 122) (44254717003903963487873 / 50000000000000000000000)) by (apply (between_power (940794525960945028795757 / 1000000000000000000000000) (235198631490236257198941 / 250000000000000000000000) (940794525960945028795757 / 1000000000000000000000000) (235198631490236257198941 / 250000000000000000000000) _ 61 61 122 _ _ N_12 N_12 eq_refl); rational). assert (N_14 : between (783391990838250639473393 / 1000000000000000000000000) ((999 / 1000) ^ 244) (783391990838250639473419 / 1000000000000000000000000)) by (apply (between_power (442547170039039634878723 / 500000000000000000000000) (44254717003903963487873 / 50000000000000000000000) (442547170039039634878723 / 500000000000000000000000) (44254717003903963487873 / 50000000000000000000000) _ 122 122 244 _ _ N_13 N_13 eq_refl); rational). assert (N_15 : between (469926865717492041883481 / 500000000000000000000000) ((999 / 1000) ^ 62) (939853731434984083766969 / 1000000000000000000000000)) by (apply (between_power (969460536295822659293607 / 1000000000000000000000000) (96946053629582265929361 / 100000000000000000000000) (969460536295822659293607 / 1000000000000000000000000) (96946053629582265929361 / 100000000000000000000000) _ 31 31 62 _ _ N_11 N_11 eq_refl); rational). assert (N_16 : between (884209245738001190487689 / 1000000000000000000000000) ((999 / 1000) ^ 123) (884209245738001190487703 / 1000000000000000000000000)) by (apply (between_power (940794525960945028795757 / 1000000000000000000000000) (235198631490236257198941 / 250000000000000000000000) (469926865717492041883481 / 500000000000000000000000) (939853731434984083766969 / 1000000000000000000000000) _ 61 62 123 _ _ N_12 N_15 eq_refl); rational). assert (N_17 : between (1222825935699081857553 / 1562500000000000000000) ((999 / 1000) ^ 245) (391304299423706194416973 / 500000000000000000000000)) by (apply (between_power (442547170039039634878723 / 500000000000000000000000) (44254717003903963487873 / 50000000000000000000000) (884209245738001190487689 / 1000000000000000000000000) (884209245738001190487703 / 1000000000000000000000000) _ 122 123 245 _ _ N_13 N_16 eq_refl); rational). assert (N_18 : between (613089308298208256080477 / 1000000000000000000000000) ((999 / 1000) ^ 489) (613089308298208256080519 / 1000000000000000000000000)) by (apply (between_power (783391990838250639473393 / 1000000000000000000000000) (783391990838250639473419 / 1000000000000000000000000) (1222825935699081857553 / 1562500000000000000000) (391304299423706194416973 / 500000000000000000000000) _ 244 245 489 _ _ N_14 N_17 eq_refl); rational). assert (N_19 : between (612476218989910047824397 / 1000000000000000000000000) ((999 / 1000) ^ 490) (612476218989910047824439 / 1000000000000000000000000)) by (apply (between_power (1222825935699081857553 / 1562500000000000000000) (391304299423706194416973 / 500000000000000000000000) (1222825935699081857553 / 1562500000000000000000) (391304299423706194416973 / 500000000000000000000000) _ 245 245 490 _ _ N_17 N_17 eq_refl); rational). assert (N_20 : between (375502621449625875358651 / 1000000000000000000000000) ((999 / 1000) ^ 979) (23468913840601617209919 / 62500000000000000000000)) by (apply (between_power (613089308298208256080477 / 1000000000000000000000000) (613089308298208256080519 / 1000000000000000000000000) (612476218989910047824397 / 1000000000000000000000000) (612476218989910047824439 / 1000000000000000000000000) _ 489 490 979 _ _ N_18 N_19 eq_refl); rational). assert (N_21 : between (35250554678885257633837 / 250000000000000000000000) ((999 / 1000) ^ 1958) (141002218715541030535389 / 1000000000000000000000000)) by (apply (between_power (375502621449625875358651 / 1000000000000000000000000) (23468913840601617209919 / 62500000000000000000000) (375502621449625875358651 / 1000000000000000000000000) (23468913840601617209919 / 62500000000000000000000) _ 979 979 1958 _ _ N_20 N_20 eq_refl); rational). assert (N_22 : between (9940812841352634631489 / 500000000000000000000000) ((999 / 1000) ^ 3916) (19881625682705269262991 / 1000000000000000000000000)) by (apply (between_power (35250554678885257633837 / 250000000000000000000000) (141002218715541030535389 / 1000000000000000000000000) (35250554678885257633837 / 250000000000000000000000) (141002218715541030535389 / 1000000000000000000000000) _ 1958 1958 3916 _ _ N_21 N_21 eq_refl); rational). assert (N_23 : between (980118374317294730737009 / 1000000000000000000000000) (1 - ((999 / 1000) ^ 3916)) (490059187158647365368511 / 500000000000000000000000)) by (apply (between_sub (1) _ (1) (9940812841352634631489 / 500000000000000000000000) _ (19881625682705269262991 / 1000000000000000000000000) _ _ N_0 N_22); rational). apply (between_nonneg (980118374317294730737009 / 1000000000000000000000000) _ (490059187158647365368511 / 500000000000000000000000) N_23); rational. }
  repeat split; intros; first [lia | solve [nonzero ()] | good].
Qed.
Lemma values : eta = 1 / 2 -> epsilon = 1 / 3 -> g 1 = 1 -> g 2 = - 2 -> theta 1 = 2 ->
  s 1 = 1 / 10 /\ r 1 = 1 / 1000 /\ s_hat 1 = 1 /\ r_hat 1 = 1 /\ s 2 = - (11 / 100) /\ r 2 = 4999 / 1000000 /\ s_hat 2 = - (11 / 19) /\ r_hat 2 = 4999 / 1999.
Proof.
  intros.
  pose proof start_s.
  pose proof start_r.
  assert (s 1 = 1 / 10) by (computed (step_s 1)).
  assert (r 1 = 1 / 1000) by (computed (step_r 1)).
  assert (s_hat 1 = 1) by (computed (step_s_hat 1)).
  assert (r_hat 1 = 1) by (computed (step_r_hat 1)).
  assert (s 2 = - (11 / 100)) by (computed (step_s 2)).
  assert (r 2 = 4999 / 1000000) by (computed (step_r 2)).
  assert (s_hat 2 = - (11 / 19)) by (computed (step_s_hat 2)).
  assert (r_hat 2 = 4999 / 1999) by (computed (step_r_hat 2)).
  repeat split; assumption.
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
  | O => match which_ with
    | 0 => at_start
    | 1 => 0
    | 2 => 0
    | _ => 0 end
  | S m_ =>
    let t := (1 + m_)%nat in
    let old_theta := fun _ : nat => run_ m_ 0 in
    let old_s := fun _ : nat => run_ m_ 1 in
    let old_r := fun _ : nat => run_ m_ 2 in
    match which_ with
    | 0 => (old_theta t) - (eta * (((((9 / 10) * (old_s (t - 1)%nat)) + ((1 - (9 / 10)) * (g t))) / (1 - ((9 / 10) ^ t))) / (sqrt (((((999 / 1000) * (old_r (t - 1)%nat)) + ((1 - (999 / 1000)) * ((g t) * (g t)))) / (1 - ((999 / 1000) ^ t))) + epsilon))))
    | 1 => ((9 / 10) * (old_s (t - 1)%nat)) + ((1 - (9 / 10)) * (g t))
    | 2 => ((999 / 1000) * (old_r (t - 1)%nat)) + ((1 - (999 / 1000)) * ((g t) * (g t)))
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
Definition everything := (Setting1.thm_first_moment, Setting1.thm_first_moment_defined, Setting1.values, Setting1Model.start_s, Setting1Model.start_r, Setting1Model.step_s, Setting1Model.step_r, Setting1Model.step_s_hat, Setting1Model.step_r_hat, Setting1Model.step_theta, Setting2.thm_r_is_not_negative, Setting2.thm_r_hat_is_not_negative, Setting2.thm_r_hat_is_not_negative_defined, Setting2.thm_first_moment, Setting2.thm_first_moment_defined, Setting2.thm_second_moment, Setting2.thm_second_moment_defined, Setting2.thm_factors, Setting2.thm_factors_defined, Setting2.values, Setting2Model.start_s, Setting2Model.start_r, Setting2Model.step_s, Setting2Model.step_r, Setting2Model.step_s_hat, Setting2Model.step_r_hat, Setting2Model.step_theta, Setting3.thm_bias_is_within_a_hundredth_at_step_3916, Setting3.thm_bias_is_within_a_hundredth_at_step_3916_defined, Setting3.values, Setting3Model.start_s, Setting3Model.start_r, Setting3Model.step_s, Setting3Model.step_r, Setting3Model.step_s_hat, Setting3Model.step_r_hat, Setting3Model.step_theta).
Print Assumptions everything.
