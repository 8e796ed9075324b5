import { stats } from '#queries/staff/stats'

export default class StatsController {
  show() {
    return stats()
  }
}
