/** Several benchmarks tell of one measurement: the first of them that runs makes it. */
export function once<Of, Value>(measure: (of: Of) => Promise<Value>): (of: Of) => Promise<Value> {
  let measured: Promise<Value> | undefined
  return (of) => (measured ??= measure(of))
}
