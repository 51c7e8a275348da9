import '@fontsource-variable/inter/opsz.css'
import '@fontsource-variable/newsreader/opsz.css'
import '../shared/styles/index.css'
import { mount } from 'svelte'
import { wear } from '../shared/appearance.svelte'
import App from './App.svelte'

const target = document.getElementById('office')
if (!target) throw new Error('index.html has no #office')
wear()
mount(App, { target })
