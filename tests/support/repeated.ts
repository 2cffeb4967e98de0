/** Those values that come more than once: none, where all are distinct. */
export const repeated = <Value>(values: readonly Value[]): Value[] => values.filter((value, index) => values.indexOf(value) !== index)
