import { fastRead } from '#http/fast_reads'
import { jsonResponseOf } from '#http/json_response'
import { instance } from '#queries/system/instance'

export default class InstancesController {
  show = fastRead({}, async () => jsonResponseOf(instance()))
}
