/** A column's heading may say what its cells are: `age:number`, `resident:bool`; text otherwise. */
const HEADING = /^(.*):(number|bool)$/

/**
 * Reads one cell of a population: the claim's name and its value as a credential would have it. An empty cell of a column that is no text is no
 * claim. Undefined for one that is not what its heading says.
 */
export function readCell(
  heading: string,
  cell: string,
): readonly [name: string, value: string | number | boolean][] | undefined {
  const [, name = heading, type] = HEADING.exec(heading) ?? []
  if (type === undefined) return [[name, cell]]
  if (cell === '') return []
  if (type === 'bool') {
    return cell === 'true' || cell === 'false' ? [[name, cell === 'true']] : undefined
  }
  const number = Number(cell)
  return Number.isFinite(number) ? [[name, number]] : undefined
}
