import type { Operation } from '#openapi/operation'
import { page, show } from '#openapi/operations/staff_reads'
import { listImportsValidator, showImportValidator } from '#validators/imports'

export const importOperations: Record<string, Operation> = {
  'admin.imports.index': page(
    'Import',
    'List the imports',
    'The runs of `plaza import`, newest first, each with its receipt.',
    listImportsValidator
  ),
  'admin.imports.show': show(
    'Import',
    'Read the receipt of an import',
    'What came in of each kind, and what became of it. Why rows were refused, its own output told: that is not kept.',
    { query: showImportValidator, problems: ['not_found'] }
  ),
}
