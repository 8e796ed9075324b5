import type { Schemas } from '../api/client'

/** A report with all that a decision needs. */
export type Report = Schemas['ReportGroupDetail']
