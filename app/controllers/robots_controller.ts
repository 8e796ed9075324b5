import { fastRead } from '#http/fast_reads'
import { showRobots } from '#queries/feeds/robots'

export default class RobotsController {
  show = fastRead({}, async () => showRobots())
}
