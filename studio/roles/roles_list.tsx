import { DataTable, FunctionField, List, useTranslate } from 'react-admin'
import { Link } from 'react-router'
import type { Schemas } from '../api/client'
import { Moment } from '../kit/moment'

type Role = Schemas['Role'] & { id: string }

/** All roles, the lowest rank first. */
export const RolesList = () => {
  const translate = useTranslate()
  return (
    <List pagination={false} exporter={false} empty={false}>
      <DataTable<Role>
        rowClick={false}
        bulkActionButtons={false}
        sx={{
          '& .column-updated_at': { whiteSpace: 'nowrap' },
          '& .column-is_built_in, & .column-updated_at': {
            display: { xs: 'none', sm: 'table-cell' },
          },
        }}
      >
        <DataTable.Col source="name" disableSort>
          <FunctionField<Role>
            render={({ name }) => (
              <Link to={`/roles/${name}`} style={{ color: 'inherit' }}>
                {name}
              </Link>
            )}
          />
        </DataTable.Col>
        <DataTable.Col source="rank" disableSort>
          <FunctionField<Role> render={({ rank }) => translate(`resources.roles.ranks.${rank}`)} />
        </DataTable.Col>
        <DataTable.Col source="permissions" disableSort>
          <FunctionField<Role> render={({ permissions }) => permissions.length} />
        </DataTable.Col>
        <DataTable.Col source="is_built_in" disableSort>
          <FunctionField<Role>
            render={({ is_built_in: isBuiltIn }) =>
              isBuiltIn ? translate('resources.roles.built_in') : null
            }
          />
        </DataTable.Col>
        <DataTable.Col source="updated_at" disableSort>
          <FunctionField<Role> render={({ updated_at: at }) => <Moment at={at} />} />
        </DataTable.Col>
      </DataTable>
    </List>
  )
}
