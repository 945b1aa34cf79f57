(* What every exported file stands on: finite sums and products, branches, and the tactics that follow the steps of
   a derivation. Coq's standard library only. *)
From Coq Require Import Reals Lra Lia Psatz.
Open Scope R_scope.

(* ---------------------------------------------------------------- sums and products, empty where hi < lo *)

Fixpoint sum_of (f : nat -> R) (lo n : nat) : R :=
  match n with O => 0 | S m => sum_of f lo m + f (lo + m)%nat end.
Fixpoint prod_of (f : nat -> R) (lo n : nat) : R :=
  match n with O => 1 | S m => prod_of f lo m * f (lo + m)%nat end.
Definition Sum (lo hi : nat) (f : nat -> R) := sum_of f lo (S hi - lo).
Definition Prod (lo hi : nat) (f : nat -> R) := prod_of f lo (S hi - lo).

Lemma Sum_empty lo hi f : (hi < lo)%nat -> Sum lo hi f = 0.
Proof. unfold Sum; intros; replace (S hi - lo)%nat with 0%nat by lia; reflexivity. Qed.
Lemma Prod_empty lo hi f : (hi < lo)%nat -> Prod lo hi f = 1.
Proof. unfold Prod; intros; replace (S hi - lo)%nat with 0%nat by lia; reflexivity. Qed.

(* The last term; lo may be 0 only where the range below hi is not empty by truncation. *)
Lemma Sum_last lo hi f : (lo <= hi)%nat -> (1 <= hi)%nat -> Sum lo hi f = Sum lo (hi - 1) f + f hi.
Proof.
  unfold Sum; intros; replace (S hi - lo)%nat with (S (S (hi - 1) - lo)) by lia.
  cbn [sum_of]; replace (lo + (S (hi - 1) - lo))%nat with hi by lia; reflexivity.
Qed.
Lemma Prod_last lo hi f : (lo <= hi)%nat -> (1 <= hi)%nat -> Prod lo hi f = Prod lo (hi - 1) f * f hi.
Proof.
  unfold Prod; intros; replace (S hi - lo)%nat with (S (S (hi - 1) - lo)) by lia.
  cbn [prod_of]; replace (lo + (S (hi - 1) - lo))%nat with hi by lia; reflexivity.
Qed.

(* Every law of sums by induction on the length of the range. *)
Lemma Sum_ind (P : nat -> R -> Prop) lo hi f :
  P O 0 -> (forall n x, (lo + n <= hi)%nat -> P n x -> P (S n) (x + f (lo + n)%nat)) -> P (S hi - lo)%nat (Sum lo hi f).
Proof.
  unfold Sum; intros H0 HS.
  assert (G : forall n, (n <= S hi - lo)%nat -> P n (sum_of f lo n)).
  { induction n; cbn [sum_of]; intros; [exact H0 | apply HS; [lia | apply IHn; lia]]. }
  apply G; lia.
Qed.
Lemma Sum_cong lo hi lo' hi' f h :
  lo = lo' -> hi = hi' -> (forall i, (lo <= i <= hi)%nat -> f i = h i) -> Sum lo hi f = Sum lo' hi' h.
Proof.
  intros <- <- H. unfold Sum at 2.
  apply (Sum_ind (fun n x => x = sum_of h lo n)); [reflexivity | intros n x Hn ->; cbn [sum_of]; rewrite H by lia; ring].
Qed.
Lemma Prod_cong lo hi lo' hi' f h :
  lo = lo' -> hi = hi' -> (forall i, (lo <= i <= hi)%nat -> f i = h i) -> Prod lo hi f = Prod lo' hi' h.
Proof.
  intros <- <- H; unfold Prod.
  assert (G : forall n, (n <= S hi - lo)%nat -> prod_of f lo n = prod_of h lo n).
  { induction n; cbn [prod_of]; intros; [reflexivity | rewrite IHn by lia; rewrite H by lia; reflexivity]. }
  apply G; lia.
Qed.
Lemma Sum_scale lo hi c f : c * Sum lo hi f = Sum lo hi (fun i => c * f i).
Proof. unfold Sum; induction (S hi - lo)%nat; cbn [sum_of]; [ring | rewrite <- IHn; ring]. Qed.
Lemma Sum_plus lo hi f h : Sum lo hi f + Sum lo hi h = Sum lo hi (fun i => f i + h i).
Proof. unfold Sum; induction (S hi - lo)%nat; cbn [sum_of]; [ring | rewrite <- IHn; ring]. Qed.
Lemma Sum_one lo hi : (lo <= S hi)%nat -> INR (S hi - lo) = Sum lo hi (fun _ => 1).
Proof. intros _; unfold Sum; induction (S hi - lo)%nat; [reflexivity | rewrite S_INR; cbn [sum_of]; rewrite IHn; ring]. Qed.
Lemma Sum_nonneg lo hi f : (forall i, (lo <= i <= hi)%nat -> 0 <= f i) -> 0 <= Sum lo hi f.
Proof.
  intros H; apply (Sum_ind (fun _ x => 0 <= x)); [lra | intros n x Hn Hx; specialize (H (lo + n)%nat ltac:(lia)); lra].
Qed.
Lemma Sum_positive lo hi f : (lo <= hi)%nat -> (forall i, (lo <= i <= hi)%nat -> 0 < f i) -> 0 < Sum lo hi f.
Proof.
  intros Hr H; enough (0 <= Sum lo hi f /\ ((0 < S hi - lo)%nat -> 0 < Sum lo hi f)) as [_ G] by (apply G; lia).
  apply (Sum_ind (fun n x => 0 <= x /\ ((0 < n)%nat -> 0 < x))); [split; [lra | lia]|].
  intros n x Hn [Hx _]; specialize (H (lo + n)%nat ltac:(lia)); split; intros; lra.
Qed.
Lemma Prod_nonneg lo hi f : (forall i, (lo <= i <= hi)%nat -> 0 <= f i) -> 0 <= Prod lo hi f.
Proof.
  unfold Prod; intros H. assert (G : forall n, (n <= S hi - lo)%nat -> 0 <= prod_of f lo n); [|apply G; lia].
  induction n; cbn [prod_of]; intros; [lra | apply Rmult_le_pos; [apply IHn; lia | apply H; lia]].
Qed.
Lemma Prod_positive lo hi f : (forall i, (lo <= i <= hi)%nat -> 0 < f i) -> 0 < Prod lo hi f.
Proof.
  unfold Prod; intros H. assert (G : forall n, (n <= S hi - lo)%nat -> 0 < prod_of f lo n); [|apply G; lia].
  induction n; cbn [prod_of]; intros; [lra | apply Rmult_lt_0_compat; [apply IHn; lia | apply H; lia]].
Qed.
Lemma Prod_unit lo hi f : (forall i, (lo <= i <= hi)%nat -> 0 <= f i /\ 0 <= 1 - f i) -> 0 <= 1 - Prod lo hi f.
Proof.
  unfold Prod; intros H.
  assert (G : forall n, (n <= S hi - lo)%nat -> 0 <= prod_of f lo n /\ 0 <= 1 - prod_of f lo n); [|apply G; lia].
  induction n; cbn [prod_of]; intros; [lra|].
  destruct (IHn ltac:(lia)), (H (lo + n)%nat ltac:(lia)). split; nra.
Qed.
Lemma Prod_below_1 lo hi f :
  (lo <= hi)%nat -> (forall i, (lo <= i <= hi)%nat -> 0 <= f i /\ 0 < 1 - f i) -> 0 < 1 - Prod lo hi f.
Proof.
  unfold Prod; intros Hr H.
  assert (G : forall n, (n <= S hi - lo)%nat ->
    0 <= prod_of f lo n /\ 0 <= 1 - prod_of f lo n /\ ((0 < n)%nat -> 0 < 1 - prod_of f lo n)); [|apply G; lia].
  induction n; cbn [prod_of]; intros; [repeat split; try lra; lia|].
  destruct (IHn ltac:(lia)) as (A & B & _), (H (lo + n)%nat ltac:(lia)). repeat split; intros; nra.
Qed.

(* ---------------------------------------------------------------- branches and signs *)

Definition if_lt (a b x y : R) : R := if Rlt_dec a b then x else y.
Definition if_le (a b x y : R) : R := if Rle_dec a b then x else y.
Definition sgn (x : R) : R := if_lt 0 x 1 (if_lt x 0 (-1) 0).
Lemma if_lt_yes a b x y : 0 < b - a -> if_lt a b x y = x.
Proof. unfold if_lt; destruct (Rlt_dec a b); [reflexivity | lra]. Qed.
Lemma if_lt_no a b x y : 0 <= a - b -> if_lt a b x y = y.
Proof. unfold if_lt; destruct (Rlt_dec a b); [lra | reflexivity]. Qed.
Lemma if_le_yes a b x y : 0 <= b - a -> if_le a b x y = x.
Proof. unfold if_le; destruct (Rle_dec a b); [reflexivity | lra]. Qed.
Lemma if_le_no a b x y : 0 < a - b -> if_le a b x y = y.
Proof. unfold if_le; destruct (Rle_dec a b); [lra | reflexivity]. Qed.

(* ---------------------------------------------------------------- induction, and the shapes of goals *)

Lemma from_first (P : nat -> Prop) n :
  P n -> (forall t, (n + 1 <= t)%nat -> P (t - 1)%nat -> P t) -> forall t, (n <= t)%nat -> P t.
Proof.
  intros H0 HS t Ht. replace t with (n + (t - n))%nat by lia.
  induction (t - n)%nat; [replace (n + 0)%nat with n by lia; exact H0|].
  apply HS; [lia | replace (n + S n0 - 1)%nat with (n + n0)%nat by lia; exact IHn0].
Qed.
Lemma le_by_difference a b : 0 <= b - a -> a <= b. Proof. lra. Qed.
Lemma lt_by_difference a b : 0 < b - a -> a < b. Proof. lra. Qed.
Lemma le_carried a b : a = b -> 0 <= b -> 0 <= a. Proof. lra. Qed.
Lemma lt_carried a b : a = b -> 0 < b -> 0 < a. Proof. lra. Qed.
Lemma root_is a y : 0 <= y -> y * y = a -> sqrt a = y.
Proof. intros Hy <-; apply sqrt_square; exact Hy. Qed.
Lemma absolute_is a y : 0 <= y -> y * y = a * a -> Rabs a = y.
Proof. intros Hy H; rewrite <- (Rabs_pos_eq y Hy); apply Rsqr_eq_abs_0; unfold Rsqr; congruence. Qed.
Lemma absolute_square a : Rabs a * Rabs a = a * a.
Proof. rewrite <- Rabs_mult; apply Rabs_pos_eq; nra. Qed.

(* ---------------------------------------------------------------- signs that can be read off *)

Lemma div_nonneg a b : 0 <= a -> 0 < b -> 0 <= a / b.
Proof. intros; apply Rmult_le_pos; [assumption | apply Rlt_le, Rinv_0_lt_compat; assumption]. Qed.
Lemma square_nonneg a : 0 <= a * a. Proof. nra. Qed.
Lemma square_positive a : a <> 0 -> 0 < a * a. Proof. intros; nra. Qed.
Lemma unit_power x n : 0 <= x -> 0 <= 1 - x -> 0 <= 1 - x ^ n.
Proof. intros; enough (x ^ n <= 1) by lra. rewrite <- (pow1 n); apply pow_incr; lra. Qed.
Lemma below_1_power x n : 0 <= x -> 0 < 1 - x -> (1 <= n)%nat -> 0 < 1 - x ^ n.
Proof.
  intros Hx H Hn; destruct n; [lia|]; cbn [pow].
  assert (0 <= x ^ n) by (apply pow_le; lra). assert (0 <= 1 - x ^ n) by (apply unit_power; lra). nra.
Qed.
Lemma unit_product a b : 0 <= a -> 0 <= 1 - a -> 0 <= b -> 0 <= 1 - b -> 0 <= 1 - a * b. Proof. nra. Qed.
Lemma below_1_product a b : 0 <= a -> 0 < 1 - a -> 0 <= b -> 0 <= 1 - b -> 0 < 1 - a * b. Proof. nra. Qed.
Lemma below_1_product_r a b : 0 <= a -> 0 <= 1 - a -> 0 <= b -> 0 < 1 - b -> 0 < 1 - a * b. Proof. nra. Qed.
Lemma root_gap a b : 0 <= a - b -> 0 <= b -> 0 <= sqrt a - sqrt b.
Proof. intros; enough (sqrt b <= sqrt a) by lra; apply sqrt_le_1; lra. Qed.
Lemma root_gap_strict a b : 0 < a - b -> 0 <= b -> 0 < sqrt a - sqrt b.
Proof. intros; enough (sqrt b < sqrt a) by lra; apply sqrt_lt_1; lra. Qed.
Lemma root_above a b : 0 <= b -> 0 <= a - b * b -> 0 <= sqrt a - b.
Proof. intros Hb H; rewrite <- (sqrt_square b Hb); apply root_gap; nra. Qed.
Lemma root_above_absolute a b : 0 <= a - b * b -> 0 <= sqrt a - Rabs b.
Proof. intros; apply root_above; [apply Rabs_pos | rewrite absolute_square; assumption]. Qed.
Lemma above_absolute a b : 0 <= a - b -> 0 <= a + b -> 0 <= a - Rabs b.
Proof. intros; enough (Rabs b <= a) by lra; apply Rabs_le; lra. Qed.
Lemma above_absolute_strict a b : 0 < a - b -> 0 < a + b -> 0 < a - Rabs b.
Proof. intros; enough (Rabs b < a) by lra; apply Rabs_def1; lra. Qed.
Lemma max_above_l a b c : 0 <= a - c -> 0 <= Rmax a b - c. Proof. intros; assert (K := Rmax_l a b); lra. Qed.
Lemma max_above_r a b c : 0 <= b - c -> 0 <= Rmax a b - c. Proof. intros; assert (K := Rmax_r a b); lra. Qed.
Lemma max_positive_l a b : 0 < a -> 0 < Rmax a b. Proof. intros; assert (K := Rmax_l a b); lra. Qed.
Lemma max_positive_r a b : 0 < b -> 0 < Rmax a b. Proof. intros; assert (K := Rmax_r a b); lra. Qed.
Lemma max_nonneg_l a b : 0 <= a -> 0 <= Rmax a b. Proof. intros; assert (K := Rmax_l a b); lra. Qed.
Lemma max_nonneg_r a b : 0 <= b -> 0 <= Rmax a b. Proof. intros; assert (K := Rmax_r a b); lra. Qed.
Lemma above_min_l a b c : 0 <= a - b -> 0 <= a - Rmin b c. Proof. intros; assert (K := Rmin_l b c); lra. Qed.
Lemma above_min_r a b c : 0 <= a - c -> 0 <= a - Rmin b c. Proof. intros; assert (K := Rmin_r b c); lra. Qed.
Lemma min_nonneg a b : 0 <= a -> 0 <= b -> 0 <= Rmin a b. Proof. intros; apply Rmin_glb; assumption. Qed.
Lemma min_positive a b : 0 < a -> 0 < b -> 0 < Rmin a b. Proof. intros; apply Rmin_glb_lt; assumption. Qed.
Lemma quotient_gap_below p a b : 0 <= p -> 0 < a -> 0 <= b - a -> 0 <= p / a - p / b.
Proof.
  intros; replace (p / a - p / b) with (p * (b - a) / (a * b)) by (field; lra). apply div_nonneg; nra.
Qed.
Lemma quotient_gap_above p q a : 0 <= p - q -> 0 < a -> 0 <= p / a - q / a.
Proof. intros; replace (p / a - q / a) with ((p - q) / a) by (field; lra); apply div_nonneg; assumption. Qed.

Lemma quotient_above p a : 0 <= p -> 0 < a -> 0 <= 1 - a -> 0 <= p / a - p.
Proof. intros; replace (p / a - p) with (p * (1 - a) / a) by (field; lra). apply div_nonneg; nra. Qed.
Lemma quotient_under p a : 0 <= p -> 0 <= a - 1 -> 0 <= p - p / a.
Proof.
  intros; replace (p - p / a) with (p * (a - 1) / a) by (field; lra).
  apply div_nonneg; [apply Rmult_le_pos; assumption | lra].
Qed.
Lemma unit_root x : 0 <= 1 - x -> 0 <= 1 - sqrt x.
Proof. intros; enough (sqrt x <= sqrt 1) by (rewrite sqrt_1 in *; lra). apply sqrt_le_1_alt; lra. Qed.
Lemma gap_is_quotient a b n : a + b <> 0 -> a * a - b * b = n -> a - b = n / (a + b).
Proof. intros H <-; field; exact H. Qed.
Lemma sgn_positive x : 0 < x -> sgn x = 1.
Proof. unfold sgn, if_lt; intros; destruct (Rlt_dec 0 x); [reflexivity | lra]. Qed.
Lemma sgn_negative x : 0 < - x -> sgn x = -1.
Proof. unfold sgn, if_lt; intros; destruct (Rlt_dec 0 x), (Rlt_dec x 0); first [reflexivity | lra]. Qed.
Lemma sgn_at_most x : 0 <= 1 - sgn x.
Proof. unfold sgn, if_lt; destruct (Rlt_dec 0 x), (Rlt_dec x 0); lra. Qed.
Lemma sgn_at_least x : 0 <= 1 + sgn x.
Proof. unfold sgn, if_lt; destruct (Rlt_dec 0 x), (Rlt_dec x 0); lra. Qed.
Lemma sgn_magnitude x : Rabs x = sgn x * x.
Proof. unfold sgn, if_lt, Rabs; destruct (Rcase_abs x), (Rlt_dec 0 x), (Rlt_dec x 0); lra. Qed.
Lemma root_positive x : 0 < sqrt x -> 0 < x.
Proof. intros; destruct (Rlt_le_dec 0 x); [assumption | rewrite sqrt_neg_0 in *; lra]. Qed.
Lemma absolute_below a b : Rabs a <= b -> - b <= a <= b.
Proof. intros; split; assert (K := Rle_abs a); assert (L := Rle_abs (- a)); rewrite Rabs_Ropp in L; lra. Qed.

(* What the range of an index says of it as a real number. *)
Ltac counted :=
  repeat match goal with H : (_ <= _)%nat |- _ => apply le_INR in H end;
  rewrite ?plus_INR in *; cbn [INR] in *; lra.
Ltac law pos :=
  match goal with
  | H : forall t : nat, _ |- _ => apply H; first [lia | assumption | pos ()]
  | H : forall t : nat, _ < _ |- 0 < ?b - ?a => apply Rlt_Rminus, H
  | H : forall t : nat, _ < _ |- 0 <= ?b - ?a => apply Rlt_le, Rlt_Rminus, H
  | H : forall t : nat, (_ <= t)%nat -> _ <= _ |- 0 <= ?b - ?a => apply Rge_le, Rge_minus, Rle_ge, H; first [lia | pos ()]
  end.
Ltac read_off _ :=
  lazymatch goal with
  | |- 0 <= ?a * ?a => apply square_nonneg
  | |- 0 < ?a * ?a => apply square_positive; nonzero ()
  | |- 0 <= ?a * ?b => apply Rmult_le_pos; sign ()
  | |- 0 < ?a * ?b => apply Rmult_lt_0_compat; sign ()
  | |- 0 <= ?a / ?b => apply div_nonneg; sign ()
  | |- 0 < ?a / ?b => apply Rdiv_lt_0_compat; sign ()
  | |- 0 < / ?b => apply Rinv_0_lt_compat; sign ()
  | |- 0 <= / ?b => apply Rlt_le, Rinv_0_lt_compat; sign ()
  | |- 0 <= 1 - sgn _ => apply sgn_at_most
  | |- 0 <= 1 + sgn _ => apply sgn_at_least
  | |- 0 <= ?a ^ 2 => apply pow2_ge_0
  | |- 0 <= ?a ^ ?n => apply pow_le; sign ()
  | |- 0 < ?a ^ ?n => apply pow_lt; sign ()
  | |- 0 <= sqrt _ => apply sqrt_pos
  | |- 0 < sqrt _ => apply sqrt_lt_R0; sign ()
  | |- 0 <= Rabs _ => apply Rabs_pos
  | |- 0 < Rabs _ => apply Rabs_pos_lt; nonzero ()
  | |- 0 <= INR _ => apply pos_INR
  | |- 0 < INR _ => apply lt_0_INR; lia
  | |- 0 <= Sum _ _ _ => apply Sum_nonneg; intros; cbn beta; sign ()
  | |- 0 < Sum _ _ _ => apply Sum_positive; [lia | intros; cbn beta; sign ()]
  | |- 0 <= Prod _ _ _ => apply Prod_nonneg; intros; cbn beta; sign ()
  | |- 0 < Prod _ _ _ => apply Prod_positive; intros; cbn beta; sign ()
  | |- 0 <= Rmax _ _ => first [apply max_nonneg_l; sign () | apply max_nonneg_r; sign ()]
  | |- 0 < Rmax _ _ => first [apply max_positive_l; sign () | apply max_positive_r; sign ()]
  | |- 0 <= Rmin _ _ => apply min_nonneg; sign ()
  | |- 0 < Rmin _ _ => apply min_positive; sign ()
  | |- context [if_lt ?a ?b _ _] => unfold if_lt; destruct (Rlt_dec a b); sign ()
  | |- context [if_le ?a ?b _ _] => unfold if_le; destruct (Rle_dec a b); sign ()
  | |- context [Rlt_dec ?a ?b] => destruct (Rlt_dec a b); sign () (* a branch inside of the first *)
  | |- context [Rle_dec ?a ?b] => destruct (Rle_dec a b); sign ()
  | |- 0 <= ?a + ?b => apply Rplus_le_le_0_compat; sign ()
  | |- 0 < ?a + ?b => first [apply Rplus_le_lt_0_compat; sign () | apply Rplus_lt_le_0_compat; sign ()]
  | |- 0 <= 1 - ?x ^ ?n => apply unit_power; sign ()
  | |- 0 < 1 - ?x ^ ?n => apply below_1_power; [sign () | sign () | lia]
  | |- 0 <= 1 - Prod _ _ _ => apply Prod_unit; intros; cbn beta; split; sign ()
  | |- 0 < 1 - Prod _ _ _ => apply Prod_below_1; [lia | intros; cbn beta; split; sign ()]
  | |- 0 <= 1 - ?a * ?b => apply unit_product; sign ()
  | |- 0 < 1 - ?a * ?b => first [apply below_1_product; sign () | apply below_1_product_r; sign ()]
  | |- 0 <= 1 - sqrt _ => apply unit_root; sign ()
  | |- 0 <= ?p / ?a - ?p => apply quotient_above; sign ()
  | |- 0 <= ?p - ?p / ?a => apply quotient_under; sign ()
  | |- 0 <= Rmax _ _ - _ => first [apply max_above_l; sign () | apply max_above_r; sign ()]
  | |- 0 <= sqrt _ - sqrt _ => apply root_gap; sign ()
  | |- 0 < sqrt _ - sqrt _ => apply root_gap_strict; sign ()
  | |- 0 <= sqrt _ - Rabs _ => apply root_above_absolute; sign ()
  | |- 0 <= sqrt _ - _ => apply root_above; sign ()
  | |- 0 <= _ - Rabs _ => apply above_absolute; sign ()
  | |- 0 < _ - Rabs _ => apply above_absolute_strict; sign ()
  | |- 0 <= _ - Rmin _ _ => first [apply above_min_l; sign () | apply above_min_r; sign ()]
  | |- 0 <= ?p / ?a - ?p / ?b => apply quotient_gap_below; sign ()
  | |- 0 <= ?p / ?a - ?q / ?a => apply quotient_gap_above; sign ()
  | |- 0 <= ?a - (?a - ?b) => replace (a - (a - b)) with b by ring; sign ()
  | |- 0 < - (?a - ?b) => replace (- (a - b)) with (b - a) by ring; sign ()
  | |- 0 <= - (?a - ?b) => replace (- (a - b)) with (b - a) by ring; sign ()
  | |- 0 <= _ - 0 => rewrite Rminus_0_r; sign ()
  | |- 0 < _ - 0 => rewrite Rminus_0_r; sign ()
  | |- 0 <= 1 - (1 - ?x) => replace (1 - (1 - x)) with x by ring; sign ()
  end
with sign _ := solve [assumption | lra | law sign | read_off () | apply Rlt_le; assumption | simplified () | bounds ()]
with bounds _ :=
  match goal with
  | H : forall t : nat, _ -> Rabs (?f t) <= _ |- context [?f ?n] =>
    let K := fresh in assert (K := H n ltac:(lia)); apply absolute_below in K; clear H; sign ()
  | H : forall t : nat, _ -> Rabs (?f t) < _ |- context [?f ?n] =>
    let K := fresh in assert (K := H n ltac:(lia)); apply Rlt_le, absolute_below in K; clear H; sign ()
  | H : Rabs ?x <= _ |- _ => apply absolute_below in H; sign ()
  | H : 0 < sqrt ?x |- _ => apply root_positive in H; sign ()
  end
with simplified _ :=
  lazymatch goal with
  | |- 0 <= _ - _ => idtac
  | |- 0 < _ - _ => idtac
  end;
  progress ring_simplify; solve [lra | read_off ()]
with nonzero _ :=
  solve [ assumption
        | apply Rgt_not_eq; red; sign ()
        | apply Rlt_not_eq, Ropp_lt_cancel; rewrite Ropp_0; sign ()
        | lazymatch goal with
          | |- ?a * ?b <> 0 => apply Rmult_integral_contrapositive_currified; nonzero ()
          | |- ?a / ?b <> 0 => apply Rmult_integral_contrapositive_currified; [nonzero () | apply Rinv_neq_0_compat; nonzero ()]
          | |- ?a ^ ?n <> 0 => apply pow_nonzero; nonzero ()
          | |- Rabs ?a <> 0 => apply Rabs_no_R0; nonzero ()
          | |- - ?a <> 0 => apply Ropp_neq_0_compat; nonzero ()
          end
        | intros ?; nra
        | intros ?; counted ].
Ltac good := first [solve [sign ()] | solve [nra] | solve [counted]].
Ltac all_nonzero := repeat split; first [solve [nonzero ()] | intros ?; nra].

(* ---------------------------------------------------------------- arithmetic *)

Lemma pow_shift x m n k : m = (k + n)%nat -> x ^ m = x ^ k * x ^ n.
Proof. intros ->; apply pow_add. Qed.
(* Powers of one base, whose exponents differ by a number. *)
Ltac one_power :=
  match goal with
  | |- context [?x ^ ?m] =>
    match goal with
    | |- context [x ^ ?n] =>
      tryif constr_eq m n then fail else
      lazymatch m with O => fail | S _ => fail | _ => idtac end;
      first [ rewrite (pow_shift x m n 0) by lia | rewrite (pow_shift x m n 1) by lia
            | rewrite (pow_shift x m n 2) by lia | lazymatch n with O => fail | S _ => fail | _ => rewrite (pow_shift x m n (m - n)) by lia end ]
    end
  end.
(* Two terms that are built alike, and whose indices are equal. *)
Ltac alike :=
  cbn beta;
  first [ reflexivity | lia | apply Sum_cong; [lia | lia | intros; alike] | apply Prod_cong; [lia | lia | intros; alike]
        | progress f_equal; alike
        | solve [rewrite ?minus_INR, ?plus_INR, ?mult_INR by lia; cbn [INR]; ring] ].
Ltac arithmetic :=
  cbn beta;
  first [ reflexivity | ring | solve [field; all_nonzero] | solve [repeat one_power; ring]
        | solve [repeat one_power; field; all_nonzero] | solve [alike]
        | solve [rewrite ?Rpow_mult_distr; repeat one_power; ring] ].

(* A goal that is a known fact, written in another way. *)
Ltac by_known :=
  match goal with H : ?a <= ?b |- 0 <= ?c => solve [apply (le_carried c (b - a)); [arithmetic | lra]] end.

(* ---------------------------------------------------------------- the steps of a derivation *)

Lemma le_carried_on a b : a = b -> 0 <= a -> 0 <= b. Proof. lra. Qed.
Lemma lt_carried_on a b : a = b -> 0 < a -> 0 < b. Proof. lra. Qed.
(* One equation put in place, also under a sum. *)
Ltac follow E :=
  cbn beta;
  first [ reflexivity | exact E | apply E | progress rewrite E; reflexivity
        | apply Sum_cong; [reflexivity | reflexivity | intros; follow E]
        | apply Prod_cong; [reflexivity | reflexivity | intros; follow E]
        | progress f_equal; follow E ].
(* What H says, with its indices written in another way. *)
Ltac by_instance H := etransitivity; [ | etransitivity; [ exact H | ] ]; alike.
Ltac last_term := etransitivity; [first [apply Sum_last | apply Prod_last]; lia | alike].
Ltac make_room i := try (let x := fresh "kept" in rename i into x).
Ltac linear_sums i :=
  make_room i; rewrite ?Sum_scale, ?Sum_plus; apply Sum_cong; [lia | lia | intros i ?; cbn beta].
Ltac chosen :=
  first [ apply Rmax_left, le_by_difference; good | apply Rmax_right, le_by_difference; good
        | apply Rmin_left, le_by_difference; good | apply Rmin_right, le_by_difference; good
        | apply sgn_positive; good | etransitivity; [apply sgn_negative; good | lra]
        | apply if_lt_yes; good | apply if_lt_no; good | apply if_le_yes; good | apply if_le_no; good ].
Ltac by_shape H := first [exact H | revert H; match goal with |- ?P -> ?Q => let E := fresh in assert (E : P = Q) by alike; rewrite E; exact (fun x => x) end
                         | match goal with |- _ = _ => by_instance H end ].
(* A condition of a theorem, from what is given. *)
Ltac granted := first [assumption | good | match goal with H : _ |- _ => solve [by_shape H] end].

(* ---------------------------------------------------------------- values *)

(* A value by an equation, from the values in the context. *)
Ltac computed_step :=
  match goal with
  | H : ?f ?n = _ |- context [?f ?n] => rewrite H
  | H : forall k : nat, ?f k = _ |- context [?f ?n] => rewrite (H n)
  | H : ?x = _ |- context [?x] => is_var x; rewrite H
  end.
Ltac decided :=
  unfold sgn, if_lt, if_le, Rmax, Rmin, Rabs;
  repeat match goal with
  | |- context [Rcase_abs ?a] => destruct (Rcase_abs a); try lra
  end;
  repeat match goal with
  | |- context [Rlt_dec ?a ?b] => destruct (Rlt_dec a b); try lra
  | |- context [Rle_dec ?a ?b] => destruct (Rle_dec a b); try lra
  end.
Ltac computed E :=
  let K := fresh in pose proof (E ltac:(lia)) as K; cbn [Nat.sub Nat.add] in K; rewrite K; clear K;
  repeat computed_step; cbn [pow INR]; first [solve [lra] | solve [field; repeat split; lra] | solve [decided; lra]].
