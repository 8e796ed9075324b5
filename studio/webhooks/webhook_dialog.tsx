import { CheckboxGroupInput, required, TextInput, useTranslate } from 'react-admin'
import type { Schemas } from '../api/client'
import { webhookTypes } from '../api/lists'
import { FormDialog } from '../kit/form_dialog'

export type WebhookValues = Pick<Schemas['Webhook'], 'url' | 'types'>

interface Props {
  title: string
  submit: string
  values?: WebhookValues
  act: (values: WebhookValues) => Promise<unknown>
  close: () => void
}

/** The address of a webhook, and what it is told of. */
export const WebhookDialog = ({ title, submit, values, act, close }: Props) => {
  const translate = useTranslate()
  return (
    <FormDialog<WebhookValues>
      title={translate(title)}
      submit={submit}
      defaultValues={values}
      act={act}
      close={close}
    >
      <TextInput
        source="url"
        type="url"
        label="resources.webhooks.fields.url"
        helperText="resources.webhooks.url_help"
        validate={required()}
        fullWidth
      />
      <CheckboxGroupInput
        source="types"
        label="resources.webhooks.fields.types"
        choices={webhookTypes.map((id) => ({ id, name: id }))}
        validate={required()}
        translateChoice={false}
      />
    </FormDialog>
  )
}
