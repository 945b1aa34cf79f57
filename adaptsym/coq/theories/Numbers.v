(* Numbers between two rationals. A side condition holds rationals alone; the terms themselves are never expanded. *)
From Coq Require Import Reals Lra Lia.
Open Scope R_scope.

Definition between (l x h : R) : Prop := l <= x <= h.

Lemma between_number q l h : l <= q -> q <= h -> between l q h.
Proof. split; assumption. Qed.

Lemma between_add a x b c y d l h : between a x b -> between c y d -> l <= a + c -> b + d <= h -> between l (x + y) h.
Proof. unfold between; lra. Qed.

Lemma between_sub a x b c y d l h : between a x b -> between c y d -> l <= a - d -> b - c <= h -> between l (x - y) h.
Proof. unfold between; lra. Qed.

Lemma between_neg a x b l h : between a x b -> l <= - b -> - a <= h -> between l (- x) h.
Proof. unfold between; lra. Qed.

Lemma between_mul a x b c y d l h :
  between a x b -> between c y d -> 0 <= a -> 0 <= c -> l <= a * c -> b * d <= h -> between l (x * y) h.
Proof.
  unfold between; intros [A B] [C D] P Q L H; split.
  - apply Rle_trans with (a * c); [easy | apply Rmult_le_compat; lra].
  - apply Rle_trans with (b * d); [apply Rmult_le_compat; lra | easy].
Qed.

Lemma between_div a x b c y d l h :
  between a x b -> between c y d -> 0 <= a -> 0 < c -> l <= a / d -> b / c <= h -> between l (x / y) h.
Proof.
  unfold between; intros [A B] [C D] P Q L H; unfold Rdiv in *; split.
  - apply Rle_trans with (a * / d); [easy|].
    apply Rmult_le_compat; try lra; [left; apply Rinv_0_lt_compat; lra | apply Rinv_le_contravar; lra].
  - apply Rle_trans with (b * / c); [|easy].
    apply Rmult_le_compat; try lra; [left; apply Rinv_0_lt_compat; lra | apply Rinv_le_contravar; lra].
Qed.

Lemma between_sqrt a x b l h : between a x b -> 0 <= l -> 0 <= h -> l * l <= a -> b <= h * h -> between l (sqrt x) h.
Proof.
  unfold between; intros [A B] P Q L H; split.
  - rewrite <- (sqrt_square l P); apply sqrt_le_1_alt; lra.
  - rewrite <- (sqrt_square h Q); apply sqrt_le_1_alt; lra.
Qed.

Lemma between_zeroth x l h : l <= 1 -> 1 <= h -> between l (x ^ 0) h.
Proof. split; cbn; assumption. Qed.

Lemma between_first a x b l h : between a x b -> l <= a -> b <= h -> between l (x ^ 1) h.
Proof. rewrite pow_1; unfold between; lra. Qed.

Lemma between_power a b c d x m k n l h :
  between a (x ^ m) b -> between c (x ^ k) d -> n = (m + k)%nat -> 0 <= a -> 0 <= c -> l <= a * c -> b * d <= h ->
  between l (x ^ n) h.
Proof. intros A B -> P Q L H; rewrite pow_add; apply (between_mul a _ b c _ d); assumption. Qed.

Lemma between_positive l x h : between l x h -> 0 < l -> 0 < x.
Proof. unfold between; lra. Qed.

Lemma between_nonneg l x h : between l x h -> 0 <= l -> 0 <= x.
Proof. unfold between; lra. Qed.

Lemma between_negative l x h : between l x h -> h < 0 -> 0 < - x.
Proof. unfold between; lra. Qed.

Ltac rational := clear; lra.
