From Coq Require Import Reals Lra Lia Psatz.
From Adaptsym Require Import Adaptsym Numbers.
Open Scope R_scope.
Ltac numbers := repeat computed_step; cbn [pow INR]; first [solve [field] | solve [lra] | solve [field; lra]].
Ltac evaluated := unfold Sum, Prod; cbn [sum_of prod_of Nat.sub Nat.add]; first [numbers | decided; numbers].
Ltac contradicted claimed left right := first [lra | rewrite ?left, ?right in claimed; lra].

Module Refuted1.
Section About.
Variable g : nat -> R.
Variable theta : nat -> R.
Variable velocity : nat -> R.
Variable gamma : R.
Variable eta : R.
Hypothesis domain_gamma_0 : 0 <= gamma.
Hypothesis domain_gamma_1 : gamma < 1.
Hypothesis domain_eta_0 : 0 < eta.
Hypothesis start_velocity : velocity (0)%nat = 0.
Hypothesis step_velocity : forall t : nat, (1 <= t)%nat -> velocity t = (gamma * (velocity (t - 1)%nat)) - (eta * (g t)).
Hypothesis step_theta : forall t : nat, (1 <= t)%nat -> theta (t + 1)%nat = (theta t) + (velocity t).
Definition claimed_sign : Prop := forall t : nat, (1 <= t)%nat -> velocity t = eta * (Sum (1)%nat t (fun i : nat => (gamma ^ (t - i)%nat) * (g i))).
Theorem refuted_sign : eta = 7 / 4 -> gamma = 1 / 2 -> g 1 = 5 / 4 -> g 2 = 2 -> theta 1 = 9 / 4 -> ~ claimed_sign.
Proof.
  unfold claimed_sign; intros.
  intros claimed.
  pose proof start_velocity.
  assert (velocity 1 = - (35 / 16)) by (computed (step_velocity 1)).
  assert (left_value : velocity (1)%nat = - (35 / 16)) by evaluated.
  assert (right_value : eta * (Sum (1)%nat (1)%nat (fun i : nat => (gamma ^ (1 - i)%nat) * (g i))) = 35 / 16) by evaluated.
  assert (there : velocity (1)%nat = eta * (Sum (1)%nat (1)%nat (fun i : nat => (gamma ^ (1 - i)%nat) * (g i)))) by exact (claimed 1%nat ltac:(lia)).
  contradicted there left_value right_value.
Qed.
End About.
End Refuted1.
Definition everything := (Refuted1.refuted_sign, I).
Print Assumptions everything.
