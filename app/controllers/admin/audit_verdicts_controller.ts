import { verifyAudit } from '#queries/staff/verify_audit'

export default class AuditVerdictsController {
  show() {
    return verifyAudit()
  }
}
