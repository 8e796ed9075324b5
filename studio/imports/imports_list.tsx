import { DataTable, FunctionField, List, useTranslate } from 'react-admin'
import type { Schemas } from '../api/client'
import { LeadLink } from '../kit/list/lead_link'
import { RowKeys } from '../kit/list/row_keys'
import { Moment } from '../kit/moment'

type Import = Schemas['Import']

/** Runs of `plaza import`, the newest first. */
export const ImportsList = () => {
  const translate = useTranslate()
  return (
    <List
      perPage={25}
      sort={{ field: 'started_at', order: 'DESC' }}
      exporter={false}
      empty={false}
      actions={false}
    >
      <DataTable<Import>
        rowClick={false}
        bulkActionButtons={false}
        empty={<p>{translate('resources.imports.none')}</p>}
      >
        <DataTable.Col source="source" disableSort>
          <FunctionField<Import>
            render={({ id, source }) => (
              <LeadLink id={id} to={`/imports/${id}/show`}>
                {source}
              </LeadLink>
            )}
          />
        </DataTable.Col>
        <DataTable.Col source="format" disableSort>
          <FunctionField<Import> render={({ format }) => format} />
        </DataTable.Col>
        <DataTable.Col source="refused" disableSort align="right">
          <FunctionField<Import> render={refusedIn} />
        </DataTable.Col>
        <DataTable.Col source="started_at" sortByOrder="DESC">
          <FunctionField<Import> render={({ started_at: at }) => <Moment at={at} />} />
        </DataTable.Col>
        <DataTable.Col source="ended_at" disableSort>
          <FunctionField<Import>
            render={({ ended_at: at }) =>
              at ? <Moment at={at} /> : translate('resources.imports.unfinished')
            }
          />
        </DataTable.Col>
      </DataTable>
      <RowKeys />
    </List>
  )
}

const refusedIn = ({ counts }: Import) =>
  Object.values(counts).reduce((sum, { refused }) => sum + refused, 0)
