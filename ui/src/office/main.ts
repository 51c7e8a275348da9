import '@fontsource-variable/inter/opsz.css'
import '@fontsource-variable/newsreader/opsz.css'
import '../shared/styles/index.css'
import { mount } from 'svelte'
import { wear } from '../shared/appearance.svelte'
import App from './App.svelte'
import { wearZoom } from './zoom'

const target = document.getElementById('office')
if (!target) throw new Error('index.html has no #office')
wear()
wearZoom()
// Words drawn before their letters are there would be drawn twice, and looking for others meanwhile takes far longer.
const letters = Promise.all(['1em "Inter Variable"', '1em "Newsreader Variable"'].map((font) => document.fonts.load(font)))
const late = new Promise((after) => setTimeout(after, 500))
void Promise.race([letters, late]).catch(() => undefined).then(() => mount(App, { target }))
