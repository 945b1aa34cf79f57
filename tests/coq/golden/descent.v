From Coq Require Import Reals Lra Lia Psatz QArith.
From Adaptsym Require Import Adaptsym Numbers.
Open Scope R_scope.

(* gradient_descent *)
Module Setting1.
Section About.
Variable g : nat -> R.
Variable theta : nat -> R.
Variable eta : R.
Hypothesis domain_eta_0 : 0 < eta.
Hypothesis step_theta : forall t : nat, (1 <= t)%nat -> theta (t + 1)%nat = (theta t) - (eta * (g t)).
Theorem thm_parameter_from_the_start : forall t : nat, (0 <= t)%nat -> theta (t + 1)%nat = (theta (1)%nat) - (eta * (Sum (1)%nat t (fun i : nat => g i))).
Proof.
  intros t range.
  revert t range.
  apply (from_first (fun t => theta (t + 1)%nat = (theta (1)%nat) - (eta * (Sum (1)%nat t (fun i : nat => g i)))) 0).
  { cut (theta (1)%nat = (theta (1)%nat) - (eta * (Sum (1)%nat (0)%nat (fun i : nat => g i)))); [intros H; by_shape H|].
    transitivity ((theta (1)%nat) - (eta * 0)).
    { arithmetic. }
    symmetry.
    transitivity ((theta (1)%nat) - (eta * 0)).
    { assert (E_1 : Sum (1)%nat (0)%nat (fun i : nat => g i) = 0).
      { first [apply Sum_empty | apply Prod_empty]; lia. }
      follow E_1. }
    symmetry.
    reflexivity. }
  intros t range hypothesis_0.
  assert (hypothesis : theta t = (theta (1)%nat) - (eta * (Sum (1)%nat (t - 1)%nat (fun i : nat => g i)))) by (by_shape hypothesis_0).
  transitivity ((theta t) - (eta * (g t))).
  { assert (E_2 : theta (t + 1)%nat = (theta t) - (eta * (g t))).
    { by_instance (step_theta t ltac:(lia)). }
    follow E_2. }
  transitivity (((theta (1)%nat) - (eta * (Sum (1)%nat (t - 1)%nat (fun i : nat => g i)))) - (eta * (g t))).
  { assert (E_3 : theta t = (theta (1)%nat) - (eta * (Sum (1)%nat (t - 1)%nat (fun i : nat => g i)))).
    { by_instance hypothesis. }
    follow E_3. }
  transitivity ((theta (1)%nat) - (eta * ((Sum (1)%nat (t - 1)%nat (fun i : nat => g i)) + (g t)))).
  { arithmetic. }
  symmetry.
  transitivity ((theta (1)%nat) - (eta * ((Sum (1)%nat (t - 1)%nat (fun i : nat => g i)) + (g t)))).
  { assert (E_4 : Sum (1)%nat t (fun i : nat => g i) = (Sum (1)%nat (t - 1)%nat (fun i : nat => g i)) + (g t)).
    { last_term. }
    follow E_4. }
  symmetry.
  reflexivity.
Qed.
Theorem defined_parameter_from_the_start : forall t : nat, (0 <= t)%nat -> (forall i : nat, ((1)%nat <= i <= t)%nat -> ((1)%nat <= i)%nat).
Proof.
  intros t range.
  repeat split; intros; first [lia | solve [nonzero ()] | good].
Qed.
End About.
End Setting1.

Module Setting1Model.
Section Model.
Variable g : nat -> R.
Variable eta : R.
Variable at_start : R.
Fixpoint run_ (n_ which_ : nat) {struct n_} : R := match n_ with
  | O =>
    match which_ with
    | 0%nat => at_start
    | _ => 0 end
  | S m_ =>
    let t := (1 + m_)%nat in
    let old_theta := fun _ : nat => run_ m_ 0 in
    match which_ with
    | 0%nat => (old_theta t) - (eta * (g t))
    | _ => 0 end
  end.
Definition theta (n_ : nat) : R := run_ (n_ - 1) 0.
Ltac at_step m :=
  repeat match goal with |- context [run_ ?n] =>
    tryif constr_eq n m then fail else tryif constr_eq n (S m) then fail else
    first [replace n with (S m) by lia | replace n with m by lia] end;
  cbn [run_]; cbv beta zeta; first [reflexivity | alike].
Lemma step_theta : forall t : nat, (1 <= t)%nat -> theta (t + 1)%nat = (theta t) - (eta * (g t)).
Proof.
  intros; replace t with (1 + (t - 1))%nat by lia; generalize (t - 1)%nat as m; intros m; unfold theta; at_step m.
Qed.
End Model.
End Setting1Model.

Module Setting1Values.
Lemma values (g : nat -> R) (theta : nat -> R) (eta : R) (domain_eta_0 : 0 < eta) (step_theta : forall t : nat, (1 <= t)%nat -> theta (t + 1)%nat = (theta t) - (eta * (g t))) (at_eta : eta = 1 / 2) (at_g_1 : g (1)%nat = 1) (at_g_2 : g (2)%nat = - 2) (at_g_3 : g (3)%nat = 3) (at_g_4 : g (4)%nat = 1 / 3) (beyond_g : forall n_ : nat, (4 < n_)%nat -> g n_ = 1 / 3) (at_start_ : theta (1)%nat = 2) :
  (0 < eta) /\ (between (3 # 2) (theta (2)%nat) (3 # 2)) /\ (between (5 # 2) (theta (3)%nat) (5 # 2)) /\ (between (5 # 2) (theta (3)%nat) (5 # 2)) /\ (between (5 # 2) ((theta (1)%nat) - (eta * (Sum (1)%nat (2)%nat (fun i : nat => g i)))) (5 # 2)).
Proof.
  assert (N_0 : between (0 # 1) (0) (0 # 1)) by (is_number).
  assert (N_1 : between (1 # 2) (1 / 2) (1 # 2)) by (is_number).
  assert (N_2 : between (1 # 2) (eta) (1 # 2)) by (apply (between_by at_eta N_1); rational).
  assert (N_3 : between (2 # 1) (2) (2 # 1)) by (is_number).
  assert (N_4 : between (2 # 1) (theta (1)%nat) (2 # 1)) by (apply (between_by at_start_ N_3); rational).
  assert (N_5 : between (1 # 1) (1) (1 # 1)) by (is_number).
  assert (N_6 : between (1 # 1) (g (1)%nat) (1 # 1)) by (apply (between_by at_g_1 N_5); rational).
  assert (N_7 : between (1 # 2) (eta * (g (1)%nat)) (1 # 2)) by (apply (between_mul N_2 N_6); rational).
  assert (N_8 : between (3 # 2) ((theta (1)%nat) - (eta * (g (1)%nat))) (3 # 2)) by (apply (between_sub N_4 N_7); rational).
  assert (N_9 : between (3 # 2) (theta (2)%nat) (3 # 2)) by (apply (between_by (step_theta 1%nat ltac:(lia)) N_8); rational).
  assert (N_10 : between (-2 # 1) (- 2) (-2 # 1)) by (is_number).
  assert (N_11 : between (-2 # 1) (g (2)%nat) (-2 # 1)) by (apply (between_by at_g_2 N_10); rational).
  assert (N_12 : between (-1 # 1) (eta * (g (2)%nat)) (-1 # 1)) by (apply (between_mul N_2 N_11); rational).
  assert (N_13 : between (5 # 2) ((theta (2)%nat) - (eta * (g (2)%nat))) (5 # 2)) by (apply (between_sub N_9 N_12); rational).
  assert (N_14 : between (5 # 2) (theta (3)%nat) (5 # 2)) by (apply (between_by (step_theta 2%nat ltac:(lia)) N_13); rational).
  assert (N_15 : between (0 # 1) (sum_of (fun i : nat => g i) (1)%nat 0) (0 # 1)) by (apply (between_empty_sum); rational).
  assert (N_16 : between (1 # 1) (sum_of (fun i : nat => g i) (1)%nat 1) (1 # 1)) by (apply (between_add N_15 N_6); rational).
  assert (N_17 : between (-1 # 1) (sum_of (fun i : nat => g i) (1)%nat 2) (-1 # 1)) by (apply (between_add N_16 N_11); rational).
  assert (N_18 : between (-1 # 1) (Sum (1)%nat (2)%nat (fun i : nat => g i)) (-1 # 1)) by (apply (between_same N_17); rational).
  assert (N_19 : between (-1 # 2) (eta * (Sum (1)%nat (2)%nat (fun i : nat => g i))) (-1 # 2)) by (apply (between_mul N_2 N_18); rational).
  assert (N_20 : between (5 # 2) ((theta (1)%nat) - (eta * (Sum (1)%nat (2)%nat (fun i : nat => g i)))) (5 # 2)) by (apply (between_sub N_4 N_19); rational).
  refine (conj _ _); [exact (below N_0 N_2 ltac:(rational))|].
  refine (conj _ _); [apply (between_same N_9); rational|].
  refine (conj _ _); [apply (between_same N_14); rational|].
  refine (conj _ _); [apply (between_same N_14); rational|].
  apply (between_same N_20); rational.
Qed.
End Setting1Values.
Definition everything : True := let _ := Setting1.thm_parameter_from_the_start in let _ := Setting1.defined_parameter_from_the_start in let _ := Setting1Model.step_theta in let _ := Setting1Values.values in I.
Print Assumptions everything.
