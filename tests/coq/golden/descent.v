From Coq Require Import Reals Lra Lia Psatz.
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
Theorem thm_parameter_from_the_start_defined : forall t : nat, (0 <= t)%nat -> (forall i : nat, ((1)%nat <= i <= t)%nat -> ((1)%nat <= i)%nat).
Proof.
  intros t range.
  repeat split; intros; first [lia | solve [nonzero ()] | good].
Qed.
Lemma values : eta = 1 / 2 -> g 1 = 1 -> g 2 = - 2 -> theta 1 = 2 ->
  theta 2 = 3 / 2 /\ theta 3 = 5 / 2.
Proof.
  intros.
  assert (theta 2 = 3 / 2) by (computed (step_theta 1)).
  assert (theta 3 = 5 / 2) by (computed (step_theta 2)).
  repeat split; assumption.
Qed.
End About.
End Setting1.

Module Setting1Model.
Section Model.
Variable g : nat -> R.
Variable eta : R.
Variable at_start : R.
Fixpoint run_ (n_ which_ : nat) {struct n_} : R := match n_ with
  | O => match which_ with
    | 0 => at_start
    | _ => 0 end
  | S m_ =>
    let t := (1 + m_)%nat in
    let old_theta := fun _ : nat => run_ m_ 0 in
    match which_ with
    | 0 => (old_theta t) - (eta * (g t))
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
Definition everything := (Setting1.thm_parameter_from_the_start, Setting1.thm_parameter_from_the_start_defined, Setting1.values, Setting1Model.step_theta).
Print Assumptions everything.
