import { ReasonSchema } from '#database/schema'

export default class Reason extends ReasonSchema {}
