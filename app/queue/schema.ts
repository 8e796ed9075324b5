import { getConstructionPlans } from 'pg-boss'

export const SCHEMA = 'jobs'

/** SQL that creates pg-boss's tables, without BEGIN and COMMIT, for a migration. */
export const constructionStatements = () =>
  getConstructionPlans(SCHEMA).replaceAll(/^[^\S\n]*(BEGIN|COMMIT|SET LOCAL [^;]+);/gm, '')
