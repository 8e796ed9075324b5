import { getConstructionPlans } from 'pg-boss'

/** Where pg-boss keeps its tables. */
export const SCHEMA = 'jobs'

/** Statements that make the tables of the installed pg-boss, for the transaction of a migration. */
export const constructionStatements = () =>
  getConstructionPlans(SCHEMA).replaceAll(/^\s*(BEGIN|COMMIT|SET LOCAL [^;]+);/gm, '')
