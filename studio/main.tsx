import { createRoot } from 'react-dom/client'
import { Admin, Resource, localStorageStore } from 'react-admin'
import { BrowserRouter } from 'react-router'
import { studioPath } from './api/address'
import { authProvider } from './api/auth_provider'
import { dataProvider } from './api/data_provider'
import { Home } from './home/home'
import { Layout } from './kit/layout'
import { LoginPage } from './kit/login_page'
import { darkTheme, lightTheme } from './kit/theme'
import { nouns } from './nouns'
import { i18nProvider } from './texts/i18n_provider'

createRoot(document.getElementById('root')!).render(
  <BrowserRouter basename={studioPath.replace(/\/$/, '')}>
    <Admin
      title="Plaza"
      dataProvider={dataProvider}
      authProvider={authProvider}
      i18nProvider={i18nProvider}
      store={localStorageStore('1', 'PlazaStudio')}
      theme={lightTheme}
      darkTheme={darkTheme}
      layout={Layout}
      loginPage={LoginPage}
      dashboard={Home}
      requireAuth
      disableTelemetry
    >
      {nouns.map(({ name, screens, represent }) => (
        <Resource key={name} name={name} {...screens} recordRepresentation={represent} />
      ))}
    </Admin>
  </BrowserRouter>
)
