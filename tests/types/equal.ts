/** Whether two types are the same, also where one is `any`: `equal<A, B>(true)` does not compile otherwise. */
export function equal<A, B>(same: (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false) {
  void same;
}
