import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import { TypeSchema } from '#database/schema'
import type { DataSchema } from '#domain/types/data_schema'
import { BUILT_IN_TYPE } from '#domain/types/type'
import type { Origin } from '#domain/moderation'

export interface PendingSchema {
  key: string
  schema: DataSchema | null
  force: boolean
  reason?: string
  origin: Origin
}

export default class Type extends TypeSchema {
  declare pending: PendingSchema | null

  static named(name: string, client?: QueryClientContract): Promise<Type | null> {
    return this.query({ client }).where('name', name).first()
  }

  /** Writers of the type wait. */
  static locked(name: string, client: TransactionClientContract): Promise<Type | null> {
    return this.query({ client }).where('name', name).forUpdate().first()
  }

  get isBuiltIn() {
    return this.name === BUILT_IN_TYPE
  }

  /** Filterable members with incomplete values. */
  get unfilled(): string[] {
    return this.filterable.filter((name) => !this.filled.includes(name))
  }
}
