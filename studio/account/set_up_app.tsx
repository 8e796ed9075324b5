import Box from '@mui/material/Box'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useTranslate } from 'react-admin'
import { api, type Schemas } from '../api/client'
import { CodeInput } from '../kit/code_input'
import { FormDialog } from '../kit/form_dialog'

interface Props {
  fresh: Schemas['NewTotp']
  done: (recoveryCodes: string[]) => void
  close: () => void
}

/** Shows the secret to an authenticator app, and turns it on by a first code. */
export const SetUpApp = ({ fresh, done, close }: Props) => {
  const translate = useTranslate()
  const text = (name: string) => translate(`resources.account.factors.${name}`)
  const turnOn = async (body: { code: string }) => {
    const { data } = await api.PUT('/users/me/totp', { body })
    done(data!.recovery_codes)
  }
  return (
    <FormDialog
      title={text('set_up_title')}
      submit="resources.account.factors.turn_on"
      act={turnOn}
      close={close}
    >
      <Typography gutterBottom>{text('scan')}</Typography>
      <Box
        component="img"
        src={`data:image/svg+xml,${encodeURIComponent(fresh.qr_svg)}`}
        alt={text('picture')}
        // White in the dark too, for the camera.
        sx={{ display: 'block', width: 200, height: 200, p: 1, my: 1, bgcolor: '#fff' }}
      />
      <TextField
        label={text('secret')}
        value={fresh.secret}
        slotProps={{ htmlInput: { readOnly: true, spellCheck: false } }}
        onFocus={({ target }) => target.select()}
        sx={{ my: 1 }}
        fullWidth
      />
      <CodeInput />
    </FormDialog>
  )
}
