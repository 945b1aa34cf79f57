(* Numbers between two rationals. Every side condition is a computation with rationals; terms are never expanded. *)
From Coq Require Import Reals Lra Lia Psatz QArith Qreals Bool.
From Adaptsym Require Import Adaptsym.
Open Scope R_scope.

Definition between (l : Q) (x : R) (h : Q) : Prop := Q2R l <= x <= Q2R h.
Arguments between l%Q x%R h%Q.

Definition qle (p q : Q) : bool := Qle_bool p q.
Definition qlt (p q : Q) : bool := negb (Qle_bool q p).
Arguments qle (p q)%Q.
Arguments qlt (p q)%Q.
Ltac rational := vm_compute; reflexivity.

Lemma le_real p q : qle p q = true -> Q2R p <= Q2R q.
Proof. intros; apply Qle_Rle, Qle_bool_iff; assumption. Qed.
Lemma lt_real p q : qlt p q = true -> Q2R p < Q2R q.
Proof.
  unfold qlt; intros H; apply Qlt_Rlt, Qnot_le_lt; intros K; apply Qle_bool_iff in K; rewrite K in H; discriminate.
Qed.
Lemma zero_real : Q2R 0 = 0. Proof. unfold Q2R; cbn; lra. Qed.
Lemma one_real : Q2R 1 = 1. Proof. unfold Q2R; cbn; lra. Qed.
Lemma minus_one_real : Q2R (-1) = -1. Proof. unfold Q2R; cbn; lra. Qed.

(* What was computed, as inequalities between reals. *)
Ltac computed_so :=
  unfold between in *; intros;
  repeat match goal with
  | H : (_ && _)%bool = true |- _ => apply andb_prop in H; destruct H
  | H : (_ || _)%bool = true |- _ => apply orb_prop in H; destruct H
  | H : _ /\ _ |- _ => destruct H
  | H : qle _ _ = true |- _ => apply le_real in H
  | H : qlt _ _ = true |- _ => apply lt_real in H
  end;
  rewrite ?Q2R_plus, ?Q2R_minus, ?Q2R_mult, ?Q2R_opp, ?zero_real, ?one_real, ?minus_one_real in *.

(* ---------------------------------------------------------------- where numbers come from *)

Lemma between_number q x : x = Q2R q -> between q x q.
Proof. intros ->; split; apply Rle_refl. Qed.

(* A number that is written out. *)
Ltac is_number := apply between_number; unfold Q2R; cbn [Qnum Qden]; clear; lra.

Lemma between_by {x y l h} : x = y -> between l y h -> between l x h.
Proof. intros ->; exact (fun H => H). Qed.

Lemma between_same {a x b l h} : between a x b -> (qle l a && qle b h)%bool = true -> between l x h.
Proof. computed_so; lra. Qed.

Lemma between_index n z l h : Z.of_nat n = z -> (qle l (inject_Z z) && qle (inject_Z z) h)%bool = true -> between l (INR n) h.
Proof.
  intros <-; computed_so; rewrite INR_IZR_INZ.
  assert (E : Q2R (inject_Z (Z.of_nat n)) = IZR (Z.of_nat n)) by (unfold Q2R, inject_Z; cbn; lra). lra.
Qed.

Lemma between_empty_sum f n : between 0 (sum_of f n 0) 0.
Proof. computed_so; cbn; lra. Qed.

Lemma between_empty_product f n : between 1 (prod_of f n 0) 1.
Proof. computed_so; cbn; lra. Qed.

(* ---------------------------------------------------------------- arithmetic *)

Lemma between_add {a x b c y d l h} :
  between a x b -> between c y d -> (qle l (a + c) && qle (b + d) h)%bool = true -> between l (x + y) h.
Proof. computed_so; lra. Qed.

Lemma between_sub {a x b c y d l h} :
  between a x b -> between c y d -> (qle l (a - d) && qle (b - c) h)%bool = true -> between l (x - y) h.
Proof. computed_so; lra. Qed.

Lemma between_neg {a x b l h} : between a x b -> (qle l (- b) && qle (- a) h)%bool = true -> between l (- x) h.
Proof. computed_so; lra. Qed.

Lemma corners l h a x b c y d :
  a <= x <= b -> c <= y <= d -> l <= a * c -> l <= a * d -> l <= b * c -> l <= b * d ->
  a * c <= h -> a * d <= h -> b * c <= h -> b * d <= h -> l <= x * y <= h.
Proof.
  intros [A B] [C D] **; destruct (Rle_dec 0 y).
  - assert (a * y <= x * y <= b * y) by (split; apply Rmult_le_compat_r; assumption).
    destruct (Rle_dec 0 a), (Rle_dec 0 b); split; nra.
  - assert (b * y <= x * y <= a * y) by (split; nra).
    destruct (Rle_dec 0 a), (Rle_dec 0 b); split; nra.
Qed.

Definition four_above (l a b c d : Q) : bool := (qle l (a * c) && qle l (a * d) && qle l (b * c) && qle l (b * d))%bool.
Definition four_below (h a b c d : Q) : bool := (qle (a * c) h && qle (a * d) h && qle (b * c) h && qle (b * d) h)%bool.

Lemma between_mul {a x b c y d l h} :
  between a x b -> between c y d -> (four_above l a b c d && four_below h a b c d)%bool = true -> between l (x * y) h.
Proof. unfold four_above, four_below; computed_so; eapply corners; [split | split | ..]; eassumption. Qed.

Lemma between_div {a x b c y d l h} :
  between a x b -> between c y d -> (qlt 0 c && qle (l * c) a && qle (l * d) a && qle b (h * c) && qle b (h * d))%bool = true ->
  between l (x / y) h.
Proof.
  computed_so; assert (0 < y) by lra; assert (E : x = x / y * y) by (field; lra).
  split; apply (Rmult_le_reg_r y); try assumption; rewrite <- E;
    [destruct (Rle_dec 0 (Q2R l)) | destruct (Rle_dec 0 (Q2R h))]; nra.
Qed.

Lemma between_div_negative {a x b c y d l h} :
  between a x b -> between c y d -> (qlt d 0 && qle b (l * c) && qle b (l * d) && qle (h * c) a && qle (h * d) a)%bool = true ->
  between l (x / y) h.
Proof.
  computed_so; assert (y < 0) by lra; assert (E : - x = x / y * - y) by (field; lra).
  split; apply (Rmult_le_reg_r (- y)); try lra; rewrite <- E;
    [destruct (Rle_dec 0 (Q2R l)) | destruct (Rle_dec 0 (Q2R h))]; nra.
Qed.

Lemma between_inverse {a x b l h} : between a (1 / x) b -> (qle l a && qle b h)%bool = true -> between l (/ x) h.
Proof. replace (1 / x) with (/ x) by (unfold Rdiv; ring); exact between_same. Qed.

Lemma between_sqrt {a x b l h} :
  between a x b -> (qle 0 l && qle 0 h && qle (l * l) a && qle b (h * h))%bool = true -> between l (sqrt x) h.
Proof.
  computed_so; split; [rewrite <- (sqrt_square (Q2R l)) by assumption | rewrite <- (sqrt_square (Q2R h)) by assumption];
    apply sqrt_le_1_alt; lra.
Qed.

Lemma between_power {a b c d x l h} m k n :
  between a (x ^ m) b -> between c (x ^ k) d -> n = (m + k)%nat ->
  (four_above l a b c d && four_below h a b c d)%bool = true -> between l (x ^ n) h.
Proof. intros A B ->; rewrite pow_add; exact (between_mul A B). Qed.

Lemma between_zeroth x : between 1 (x ^ 0) 1.
Proof. computed_so; cbn; lra. Qed.

Lemma between_first {a x b l h} : between a x b -> (qle l a && qle b h)%bool = true -> between l (x ^ 1) h.
Proof. rewrite pow_1; exact between_same. Qed.

(* ---------------------------------------------------------------- signs and branches *)

Lemma between_abs_positive {a x b l h} : between a x b -> (qle 0 a && qle l a && qle b h)%bool = true -> between l (Rabs x) h.
Proof. computed_so; rewrite Rabs_pos_eq; lra. Qed.

Lemma between_abs_negative {a x b l h} :
  between a x b -> (qle b 0 && qle l (- b) && qle (- a) h)%bool = true -> between l (Rabs x) h.
Proof. computed_so; rewrite Rabs_left1; lra. Qed.

Lemma between_abs {a x b l h} : between a x b -> (qle l 0 && qle b h && qle (- a) h)%bool = true -> between l (Rabs x) h.
Proof. computed_so; assert (K := Rabs_pos x); split; [lra | apply Rabs_le; lra]. Qed.

Lemma between_sign_positive {a x b} : between a x b -> qlt 0 a = true -> between 1 (sgn x) 1.
Proof. computed_so; unfold sgn, if_lt; destruct (Rlt_dec 0 x); lra. Qed.

Lemma between_sign_negative {a x b} : between a x b -> qlt b 0 = true -> between (-1) (sgn x) (-1).
Proof. computed_so; unfold sgn, if_lt; destruct (Rlt_dec 0 x), (Rlt_dec x 0); lra. Qed.

Lemma between_sign_zero {a x b} : between a x b -> (qle 0 a && qle b 0)%bool = true -> between 0 (sgn x) 0.
Proof. computed_so; unfold sgn, if_lt; destruct (Rlt_dec 0 x), (Rlt_dec x 0); lra. Qed.

Lemma between_max {a x b c y d l h} :
  between a x b -> between c y d -> ((qle l a || qle l c) && qle b h && qle d h)%bool = true -> between l (Rmax x y) h.
Proof. computed_so; unfold Rmax; destruct (Rle_dec x y); lra. Qed.

Lemma between_min {a x b c y d l h} :
  between a x b -> between c y d -> (qle l a && qle l c && (qle b h || qle d h))%bool = true -> between l (Rmin x y) h.
Proof. computed_so; unfold Rmin; destruct (Rle_dec x y); lra. Qed.

Lemma between_if_lt_yes {a p b c q d x y l h} :
  between a p b -> between c q d -> between l x h -> qlt b c = true -> between l (if_lt p q x y) h.
Proof. computed_so; unfold if_lt; destruct (Rlt_dec p q); lra. Qed.

Lemma between_if_lt_no {a p b c q d x y l h} :
  between a p b -> between c q d -> between l y h -> qle d a = true -> between l (if_lt p q x y) h.
Proof. computed_so; unfold if_lt; destruct (Rlt_dec p q); lra. Qed.

Lemma between_if_le_yes {a p b c q d x y l h} :
  between a p b -> between c q d -> between l x h -> qle b c = true -> between l (if_le p q x y) h.
Proof. computed_so; unfold if_le; destruct (Rle_dec p q); lra. Qed.

Lemma between_if_le_no {a p b c q d x y l h} :
  between a p b -> between c q d -> between l y h -> qlt d a = true -> between l (if_le p q x y) h.
Proof. computed_so; unfold if_le; destruct (Rle_dec p q); lra. Qed.

(* ---------------------------------------------------------------- what such numbers are, and what they are not *)

Lemma is_positive {l x h} : between l x h -> qlt 0 l = true -> 0 < x. Proof. computed_so; lra. Qed.
Lemma is_nonneg {l x h} : between l x h -> qle 0 l = true -> 0 <= x. Proof. computed_so; lra. Qed.
Lemma below {a x b c y d} : between a x b -> between c y d -> qlt b c = true -> x < y. Proof. computed_so; lra. Qed.
Lemma at_most {a x b c y d} : between a x b -> between c y d -> qle b c = true -> x <= y. Proof. computed_so; lra. Qed.
Lemma not_equal {a x b c y d} : between a x b -> between c y d -> (qlt b c || qlt d a)%bool = true -> x = y -> False.
Proof. computed_so; lra. Qed.
Lemma not_at_most {a x b c y d} : between a x b -> between c y d -> qlt d a = true -> x <= y -> False.
Proof. computed_so; lra. Qed.
Lemma not_below {a x b c y d} : between a x b -> between c y d -> qle d a = true -> x < y -> False.
Proof. computed_so; lra. Qed.
Lemma is_negative {a x b} : between a x b -> qlt b 0 = true -> 0 <= x -> False. Proof. computed_so; lra. Qed.
Lemma is_zero {a x b} : between a x b -> (qle 0 a && qle b 0)%bool = true -> x <> 0 -> False.
Proof. computed_so; lra. Qed.
