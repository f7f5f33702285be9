import { describe, expect, it } from 'vitest'
import { readCell } from '../src/read-cell.ts'

describe('a cell of a population', () => {
  it.each<readonly [heading: string, cell: string, read: unknown]>([
    ['name', '12', [['name', '12']]],
    ['name', '', [['name', '']]],
    ['age:number', '12', [['age', 12]]],
    ['age:number', '-1.5', [['age', -1.5]]],
    ['age:number', '', []],
    ['age:number', 'twelve', undefined],
    ['age:number', '1e999', undefined],
    ['resident:bool', 'false', [['resident', false]]],
    ['resident:bool', 'no', undefined],
    ['issuer.assurance', 'high', [['issuer.assurance', 'high']]],
  ])('under %s that is "%s" is %j', (heading, cell, read) => {
    expect(readCell(heading, cell)).toEqual(read)
  })
})
