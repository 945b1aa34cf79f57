From Coq Require Import Reals Lra Lia Psatz QArith.
From Adaptsym Require Import Adaptsym Numbers.
Open Scope R_scope.

Module Refuted1.
Definition claimed_sign : Prop := forall (g : nat -> R) (theta : nat -> R) (velocity : nat -> R) (gamma : R) (eta : R) (domain_gamma_0 : 0 <= gamma) (domain_gamma_1 : gamma < 1) (domain_eta_0 : 0 < eta) (start_velocity : velocity (0)%nat = 0) (step_velocity : forall t : nat, (1 <= t)%nat -> velocity t = (gamma * (velocity (t - 1)%nat)) - (eta * (g t))) (step_theta : forall t : nat, (1 <= t)%nat -> theta (t + 1)%nat = (theta t) + (velocity t)), forall t : nat, (1 <= t)%nat -> velocity t = eta * (Sum (1)%nat t (fun i : nat => (gamma ^ (t - i)%nat) * (g i))).
Lemma fails_sign (g : nat -> R) (theta : nat -> R) (velocity : nat -> R) (gamma : R) (eta : R) (domain_gamma_0 : 0 <= gamma) (domain_gamma_1 : gamma < 1) (domain_eta_0 : 0 < eta) (start_velocity : velocity (0)%nat = 0) (step_velocity : forall t : nat, (1 <= t)%nat -> velocity t = (gamma * (velocity (t - 1)%nat)) - (eta * (g t))) (step_theta : forall t : nat, (1 <= t)%nat -> theta (t + 1)%nat = (theta t) + (velocity t)) (at_gamma : gamma = 1 / 2) (at_eta : eta = 7 / 4) (at_g_1 : g (1)%nat = 5 / 4) (at_g_2 : g (2)%nat = 2) (beyond_g : forall n_ : nat, (2 < n_)%nat -> g n_ = 2) (at_start_ : theta (1)%nat = 9 / 4) : ~ (forall t : nat, (1 <= t)%nat -> velocity t = eta * (Sum (1)%nat t (fun i : nat => (gamma ^ (t - i)%nat) * (g i)))).
Proof.
  intros claimed.
  assert (N_0 : between (1 # 2) (1 / 2) (1 # 2)) by (is_number).
  assert (N_1 : between (1 # 2) (gamma) (1 # 2)) by (apply (between_by at_gamma N_0); rational).
  assert (N_2 : between (0 # 1) (0) (0 # 1)) by (is_number).
  assert (N_3 : between (0 # 1) (velocity (0)%nat) (0 # 1)) by (apply (between_by (start_velocity) N_2); rational).
  assert (N_4 : between (0 # 1) (gamma * (velocity (0)%nat)) (0 # 1)) by (apply (between_mul N_1 N_3); rational).
  assert (N_5 : between (7 # 4) (7 / 4) (7 # 4)) by (is_number).
  assert (N_6 : between (7 # 4) (eta) (7 # 4)) by (apply (between_by at_eta N_5); rational).
  assert (N_7 : between (5 # 4) (5 / 4) (5 # 4)) by (is_number).
  assert (N_8 : between (5 # 4) (g (1)%nat) (5 # 4)) by (apply (between_by at_g_1 N_7); rational).
  assert (N_9 : between (35 # 16) (eta * (g (1)%nat)) (35 # 16)) by (apply (between_mul N_6 N_8); rational).
  assert (N_10 : between (-35 # 16) ((gamma * (velocity (0)%nat)) - (eta * (g (1)%nat))) (-35 # 16)) by (apply (between_sub N_4 N_9); rational).
  assert (N_11 : between (-35 # 16) (velocity (1)%nat) (-35 # 16)) by (apply (between_by (step_velocity 1%nat ltac:(lia)) N_10); rational).
  assert (N_12 : between (1 # 1) (gamma ^ 0) (1 # 1)) by (apply (between_zeroth); rational).
  assert (N_13 : between (5 # 4) ((gamma ^ 0) * (g (1)%nat)) (5 # 4)) by (apply (between_mul N_12 N_8); rational).
  assert (N_14 : between (0 # 1) (sum_of (fun i : nat => (gamma ^ (1 - i)%nat) * (g i)) (1)%nat 0) (0 # 1)) by (apply (between_empty_sum); rational).
  assert (N_15 : between (5 # 4) (sum_of (fun i : nat => (gamma ^ (1 - i)%nat) * (g i)) (1)%nat 1) (5 # 4)) by (apply (between_add N_14 N_13); rational).
  assert (N_16 : between (5 # 4) (Sum (1)%nat (1)%nat (fun i : nat => (gamma ^ (1 - i)%nat) * (g i))) (5 # 4)) by (apply (between_same N_15); rational).
  assert (N_17 : between (35 # 16) (eta * (Sum (1)%nat (1)%nat (fun i : nat => (gamma ^ (1 - i)%nat) * (g i)))) (35 # 16)) by (apply (between_mul N_6 N_16); rational).
  exact (not_equal N_11 N_17 ltac:(rational) (claimed 1%nat ltac:(lia))).
Qed.
Module Witness.
Definition gamma : R := 1 / 2.
Definition eta : R := 7 / 4.
Definition g : nat -> R :=
  fun n_ : nat => match n_ with 0%nat => 5 / 4 | 1%nat => 5 / 4 | _ => 2 end.
Definition at_start : R := 9 / 4.
Lemma domain_gamma_0 : 0 <= gamma.
Proof. unfold gamma; lra. Qed.
Lemma domain_gamma_1 : gamma < 1.
Proof. unfold gamma; lra. Qed.
Lemma domain_eta_0 : 0 < eta.
Proof. unfold eta; lra. Qed.
Fixpoint run_ (n_ which_ : nat) {struct n_} : R := match n_ with
  | O =>
    match which_ with
    | 0%nat => at_start
    | 1%nat => 0
    | _ => 0 end
  | S m_ =>
    let t := (1 + m_)%nat in
    let old_theta := fun _ : nat => run_ m_ 0 in
    let old_velocity := fun _ : nat => run_ m_ 1 in
    match which_ with
    | 0%nat => (old_theta t) + ((gamma * (old_velocity (t - 1)%nat)) - (eta * (g t)))
    | 1%nat => (gamma * (old_velocity (t - 1)%nat)) - (eta * (g t))
    | _ => 0 end
  end.
Definition theta (n_ : nat) : R := run_ (n_ - 1) 0.
Definition velocity (n_ : nat) : R := run_ (n_ - 0) 1.
Ltac at_step m :=
  repeat match goal with |- context [run_ ?n] =>
    tryif constr_eq n m then fail else tryif constr_eq n (S m) then fail else
    first [replace n with (S m) by lia | replace n with m by lia] end;
  cbn [run_]; cbv beta zeta; first [reflexivity | alike].
Lemma start_velocity : velocity (0)%nat = 0.
Proof.
  intros; unfold velocity, theta; reflexivity.
Qed.
Lemma step_velocity : forall t : nat, (1 <= t)%nat -> velocity t = (gamma * (velocity (t - 1)%nat)) - (eta * (g t)).
Proof.
  intros; replace t with (1 + (t - 1))%nat by lia; generalize (t - 1)%nat as m; intros m; unfold velocity, theta; at_step m.
Qed.
Lemma step_theta : forall t : nat, (1 <= t)%nat -> theta (t + 1)%nat = (theta t) + (velocity t).
Proof.
  intros; replace t with (1 + (t - 1))%nat by lia; generalize (t - 1)%nat as m; intros m; unfold velocity, theta; at_step m.
Qed.
Lemma at_gamma : gamma = 1 / 2.
Proof. reflexivity. Qed.
Lemma at_eta : eta = 7 / 4.
Proof. reflexivity. Qed.
Lemma at_g_1 : g (1)%nat = 5 / 4.
Proof. reflexivity. Qed.
Lemma at_g_2 : g (2)%nat = 2.
Proof. reflexivity. Qed.
Lemma beyond_g : forall n_ : nat, (2 < n_)%nat -> g n_ = 2.
Proof. intros n_ above_; do 3 (destruct n_ as [|n_]; [lia|]); reflexivity. Qed.
Lemma at_start_ : theta (1)%nat = 9 / 4.
Proof. reflexivity. Qed.
End Witness.
Theorem refuted_sign : ~ claimed_sign.
Proof. exact (fun claimed => fails_sign Witness.g Witness.theta Witness.velocity Witness.gamma Witness.eta Witness.domain_gamma_0 Witness.domain_gamma_1 Witness.domain_eta_0 Witness.start_velocity Witness.step_velocity Witness.step_theta Witness.at_gamma Witness.at_eta Witness.at_g_1 Witness.at_g_2 Witness.beyond_g Witness.at_start_ (claimed Witness.g Witness.theta Witness.velocity Witness.gamma Witness.eta Witness.domain_gamma_0 Witness.domain_gamma_1 Witness.domain_eta_0 Witness.start_velocity Witness.step_velocity Witness.step_theta)). Qed.
End Refuted1.
Definition everything : True := let _ := Refuted1.refuted_sign in I.
Print Assumptions everything.
