(* Numbers between two rationals. A side condition holds rationals alone; the terms themselves are never expanded. *)
From Coq Require Import Reals Lra Lia.
From Adaptsym Require Import Adaptsym.
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

(* ---------------------------------------------------------------- any signs, and what a sequence is made of *)

Lemma between_by x y l h : x = y -> between l y h -> between l x h.
Proof. intros ->; exact (fun H => H). Qed.

Lemma between_known x q l h : x = q -> l <= q -> q <= h -> between l x h.
Proof. intros ->; split; assumption. Qed.

Lemma between_index n z l h : Z.of_nat n = z -> l <= IZR z -> IZR z <= h -> between l (INR n) h.
Proof. intros <-; rewrite <- INR_IZR_INZ; split; assumption. Qed.

Lemma between_same a x b l h : between a x b -> l <= a -> b <= h -> between l x h.
Proof. unfold between; lra. Qed.

Lemma between_empty_sum f n : between 0 (sum_of f n 0) 0.
Proof. split; cbn; lra. Qed.

Lemma between_empty_product f n : between 1 (prod_of f n 0) 1.
Proof. split; cbn; lra. Qed.

Lemma between_inverse a x b l h : between a (1 / x) b -> l <= a -> b <= h -> between l (/ x) h.
Proof. unfold between, Rdiv; lra. Qed.

Lemma between_product a x b c y d l h :
  between a x b -> between c y d -> l <= a * c -> l <= a * d -> l <= b * c -> l <= b * d ->
  a * c <= h -> a * d <= h -> b * c <= h -> b * d <= h -> between l (x * y) h.
Proof.
  unfold between; intros [A B] [C D] **; destruct (Rle_dec 0 y).
  - assert (a * y <= x * y <= b * y) by (split; apply Rmult_le_compat_r; assumption).
    destruct (Rle_dec 0 a), (Rle_dec 0 b); split; nra.
  - assert (b * y <= x * y <= a * y) by (split; nra).
    destruct (Rle_dec 0 a), (Rle_dec 0 b); split; nra.
Qed.

Lemma between_power_product a b c d x m k n l h :
  between a (x ^ m) b -> between c (x ^ k) d -> n = (m + k)%nat -> l <= a * c -> l <= a * d -> l <= b * c -> l <= b * d ->
  a * c <= h -> a * d <= h -> b * c <= h -> b * d <= h -> between l (x ^ n) h.
Proof. intros A B -> **; rewrite pow_add; apply (between_product a _ b c _ d); assumption. Qed.

Lemma between_quotient a x b c y d l h :
  between a x b -> between c y d -> 0 < c -> l * c <= a -> l * d <= a -> b <= h * c -> b <= h * d -> between l (x / y) h.
Proof.
  unfold between; intros [A B] [C D] P L1 L2 H1 H2.
  assert (Y : 0 < y) by lra. assert (E : x = x / y * y) by (field; lra).
  split; apply (Rmult_le_reg_r y); try assumption; rewrite <- E; [destruct (Rle_dec 0 l) | destruct (Rle_dec 0 h)]; nra.
Qed.

Lemma between_quotient_negative a x b c y d l h :
  between a x b -> between c y d -> d < 0 -> b <= l * c -> b <= l * d -> h * c <= a -> h * d <= a -> between l (x / y) h.
Proof.
  intros A B P L1 L2 H1 H2; apply (between_by _ (- x / - y)); [unfold between in *; field; lra|].
  apply (between_quotient (- b) _ (- a) (- d) _ (- c)); unfold between in *; lra.
Qed.

Lemma between_absolute_positive a x b l h : between a x b -> 0 <= a -> l <= a -> b <= h -> between l (Rabs x) h.
Proof. unfold between; intros; rewrite Rabs_pos_eq; lra. Qed.

Lemma between_absolute_negative a x b l h : between a x b -> b <= 0 -> l <= - b -> - a <= h -> between l (Rabs x) h.
Proof. unfold between; intros; rewrite Rabs_left1; lra. Qed.

Lemma between_absolute a x b l h : between a x b -> l <= 0 -> b <= h -> - a <= h -> between l (Rabs x) h.
Proof. unfold between; intros; assert (K := Rabs_pos x); split; [lra | apply Rabs_le; lra]. Qed.

Lemma between_sign_positive a x b l h : between a x b -> 0 < a -> l <= 1 -> 1 <= h -> between l (sgn x) h.
Proof. unfold between, sgn, if_lt; intros; destruct (Rlt_dec 0 x); lra. Qed.

Lemma between_sign_negative a x b l h : between a x b -> b < 0 -> l <= -1 -> -1 <= h -> between l (sgn x) h.
Proof. unfold between, sgn, if_lt; intros; destruct (Rlt_dec 0 x), (Rlt_dec x 0); lra. Qed.

Lemma between_sign_zero x l h : between 0 x 0 -> l <= 0 -> 0 <= h -> between l (sgn x) h.
Proof. unfold between, sgn, if_lt; intros; destruct (Rlt_dec 0 x), (Rlt_dec x 0); lra. Qed.

Lemma between_max a x b c y d l h :
  between a x b -> between c y d -> l <= a \/ l <= c -> b <= h -> d <= h -> between l (Rmax x y) h.
Proof. unfold between, Rmax; intros; destruct (Rle_dec x y); lra. Qed.

Lemma between_min a x b c y d l h :
  between a x b -> between c y d -> l <= a -> l <= c -> b <= h \/ d <= h -> between l (Rmin x y) h.
Proof. unfold between, Rmin; intros; destruct (Rle_dec x y); lra. Qed.

Lemma between_if_lt_yes a p b c q d x y l h :
  between a p b -> between c q d -> between l x h -> b < c -> between l (if_lt p q x y) h.
Proof. unfold between, if_lt; intros; destruct (Rlt_dec p q); lra. Qed.

Lemma between_if_lt_no a p b c q d x y l h :
  between a p b -> between c q d -> between l y h -> d <= a -> between l (if_lt p q x y) h.
Proof. unfold between, if_lt; intros; destruct (Rlt_dec p q); lra. Qed.

Lemma between_if_le_yes a p b c q d x y l h :
  between a p b -> between c q d -> between l x h -> b <= c -> between l (if_le p q x y) h.
Proof. unfold between, if_le; intros; destruct (Rle_dec p q); lra. Qed.

Lemma between_if_le_no a p b c q d x y l h :
  between a p b -> between c q d -> between l y h -> d < a -> between l (if_le p q x y) h.
Proof. unfold between, if_le; intros; destruct (Rle_dec p q); lra. Qed.

(* What two numbers between rationals are to each other, and what they are not. *)
Lemma below a x b c y d : between a x b -> between c y d -> b < c -> x < y. Proof. unfold between; lra. Qed.
Lemma at_most a x b c y d : between a x b -> between c y d -> b <= c -> x <= y. Proof. unfold between; lra. Qed.
Lemma not_equal a x b c y d : between a x b -> between c y d -> b < c \/ d < a -> x = y -> False.
Proof. unfold between; lra. Qed.
Lemma not_at_most a x b c y d : between a x b -> between c y d -> d < a -> x <= y -> False.
Proof. unfold between; lra. Qed.
Lemma not_below a x b c y d : between a x b -> between c y d -> d <= a -> x < y -> False. Proof. unfold between; lra. Qed.
Lemma is_negative a x b : between a x b -> b < 0 -> 0 <= x -> False. Proof. unfold between; lra. Qed.
Lemma is_zero x : between 0 x 0 -> x <> 0 -> False. Proof. unfold between; lra. Qed.

Ltac rational := clear; first [lra | left; lra | right; lra].
