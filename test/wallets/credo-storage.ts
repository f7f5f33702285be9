import {
  type AgentContext,
  type BaseRecord,
  type BaseRecordConstructor,
  type Query,
  RecordDuplicateError,
  RecordNotFoundError,
  type StorageService,
} from '@credo-ts/core'

// biome-ignore lint/suspicious/noExplicitAny: the bound that the port itself is declared with
type AnyRecord = BaseRecord<any, any, any>

/** Credo's storage port in memory: what a wallet holds for the length of one test. */
export class CredoStorage implements StorageService<AnyRecord> {
  readonly supportsCursorPagination = false
  readonly #records = new Map<string, AnyRecord>()

  async save(_: AgentContext, record: AnyRecord): Promise<void> {
    const key = keyOf(record.type, record.id)
    if (this.#records.has(key)) {
      throw new RecordDuplicateError('already stored', { recordType: record.type })
    }
    this.#records.set(key, record.clone())
  }

  async update(_: AgentContext, record: AnyRecord): Promise<void> {
    this.#get(record.type, record.id)
    this.#records.set(keyOf(record.type, record.id), record.clone())
  }

  async delete(_: AgentContext, record: AnyRecord): Promise<void> {
    this.#get(record.type, record.id)
    this.#records.delete(keyOf(record.type, record.id))
  }

  async deleteById(
    _: AgentContext,
    { type }: BaseRecordConstructor<AnyRecord>,
    id: string,
  ): Promise<void> {
    this.#get(type, id)
    this.#records.delete(keyOf(type, id))
  }

  async getById<T extends AnyRecord>(
    _: AgentContext,
    { type }: BaseRecordConstructor<T>,
    id: string,
  ): Promise<T> {
    return this.#get(type, id).clone() as T
  }

  async getAll<T extends AnyRecord>(
    _: AgentContext,
    { type }: BaseRecordConstructor<T>,
  ): Promise<T[]> {
    return [...this.#records.values()]
      .filter((record) => record.type === type)
      .map((record) => record.clone() as T)
  }

  async findByQuery<T extends AnyRecord>(
    context: AgentContext,
    recordClass: BaseRecordConstructor<T>,
    query: Query<T>,
  ): Promise<T[]> {
    const all = await this.getAll(context, recordClass)
    return all.filter((record) => matches(record.getTags(), query as TagQuery))
  }

  #get(type: string, id: string): AnyRecord {
    const record = this.#records.get(keyOf(type, id))
    if (record === undefined) throw new RecordNotFoundError(`no ${id}`, { recordType: type })
    return record
  }
}

interface TagQuery {
  readonly $and?: readonly TagQuery[]
  readonly $or?: readonly TagQuery[]
  readonly $not?: TagQuery
  readonly [tag: string]: unknown
}

function matches(tags: Readonly<Record<string, unknown>>, query: TagQuery): boolean {
  const { $and, $or, $not, ...wanted } = query
  return (
    ($and ?? []).every((part) => matches(tags, part)) &&
    ($or === undefined || $or.some((part) => matches(tags, part))) &&
    ($not === undefined || !matches(tags, $not)) &&
    Object.entries(wanted).every(([name, value]) => {
      const tag = tags[name]
      if (value === undefined) return true
      if (!Array.isArray(value)) return tag === value
      return Array.isArray(tag) && value.every((item) => tag.includes(item))
    })
  )
}

function keyOf(type: string, id: string): string {
  return `${type} ${id}`
}
