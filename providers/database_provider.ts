import pg from 'pg'

/** Ids and counts are bigint in PostgreSQL and stay far below 2^53: they are numbers here. */
export default class DatabaseProvider {
  register() {
    pg.types.setTypeParser(pg.types.builtins.INT8, Number)
  }
}
