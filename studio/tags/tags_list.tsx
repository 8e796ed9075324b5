import { DataTable, FunctionField, List, SearchInput } from 'react-admin'
import { Link } from 'react-router'
import type { Schemas } from '../api/client'
import { UserText } from '../kit/user_text'
import { JoinButton } from './join_button'

type Tag = Schemas['Tag'] & { id: string }

/** All tags by name, or the popular ones first. */
export const TagsList = () => (
  <List
    filters={[<SearchInput key="search" source="search" alwaysOn />]}
    sort={{ field: 'name', order: 'ASC' }}
    perPage={50}
    exporter={false}
    empty={false}
  >
    <DataTable<Tag>
      rowClick={false}
      bulkActionButtons={false}
      sx={{ '& .column-slug': { display: { xs: 'none', sm: 'table-cell' } } }}
    >
      <DataTable.Col source="name">
        <FunctionField<Tag>
          render={({ slug, name }) => (
            <Link to={`/tags/${slug}`} style={{ color: 'inherit' }}>
              <UserText lines={2}>{name}</UserText>
            </Link>
          )}
        />
      </DataTable.Col>
      <DataTable.Col source="slug" disableSort />
      <DataTable.NumberCol source="posts_count" sortByOrder="DESC" />
      <DataTable.Col source="actions" disableSort>
        <FunctionField<Tag> render={(tag) => <JoinButton tag={tag} />} />
      </DataTable.Col>
    </DataTable>
  </List>
)
