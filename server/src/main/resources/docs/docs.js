// Runs the examples of the page against this server. What the reader enters stays in the tab's session storage.
'use strict';

const STORE = 'crier.docs';
const MAX_SHOWN_CHARS = 200000;
const MAX_SHOWN_EVENTS = 50;
const ARMED_MILLIS = 4000;
const FORM = 'multipart/form-data';
const HEADS = ['content-type', 'content-disposition', 'retry-after', 'deprecation', 'www-authenticate', 'allow'];
const BOT = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

const memory = (() => {
  try {
    return JSON.parse(sessionStorage.getItem(STORE)) || {};
  } catch {
    return {};
  }
})();
memory.given ||= {};

function remember() {
  try {
    sessionStorage.setItem(STORE, JSON.stringify(memory));
  } catch {
    // Without storage they live as long as the page.
  }
}

// The reader's bot and key; or, of somebody who is signed in to the Studio, one of their bots and no key.

/// Who reads, as the Studio tells; null: nobody who is signed in.
let reader = null;

function usesSignIn() {
  return Boolean(reader && !memory.key);
}

function stateText() {
  if (usesSignIn()) {
    return `You are signed in as ${reader.member}: the examples run with your sign-in, and what you may not do in the Studio you may not do here. No key is needed.`;
  }
  return memory.bot && memory.key
    ? 'In use. They stay in this tab, until you close it.'
    : 'They stay in this tab, until you close it.';
}

function keysChanged() {
  one('#state').textContent = stateText();
  one('#forget').hidden = !(memory.bot && memory.key);
  const choice = one('#mine-choice');
  if (reader && usesSignIn()) {
    if (!reader.bots.some(bot => bot.id === memory.bot)) {
      memory.bot = (reader.bots.find(bot => bot.id === reader.last) || reader.bots[0]).id;
    }
    choice.value = memory.bot;
    one('#bot').value = memory.bot;
  }
  all('form.run').forEach(showRequest);
}

/// The page is the same for everybody; who reads it is asked for by itself.
async function meetReader() {
  try {
    const response = await fetch('/studio/docs-context', { credentials: 'same-origin', cache: 'no-store' });
    if (response.status !== 200) {
      return;
    }
    const context = await response.json();
    if (context.bots.length === 0) {
      return;
    }
    reader = context;
  } catch {
    return; // Then the reader enters a key.
  }
  const choice = one('#mine-choice');
  choice.replaceChildren(
    ...reader.bots.map(bot => new Option(`${bot.name} · ${bot.environment}`, bot.id))
  );
  one('#mine').hidden = false;
  one('#by-key').open = Boolean(memory.key);
  choice.addEventListener('change', () => {
    memory.bot = choice.value;
    delete memory.key;
    memory.given = {};
    one('#key').value = '';
    remember();
    keysChanged();
  });
  keysChanged();
}

function setUpKeys() {
  const form = one('#keys');
  if (!form) {
    return;
  }
  one('#bot').value = memory.bot || '';
  one('#key').value = memory.key || '';
  one('.go', form).disabled = false;
  form.addEventListener('submit', event => {
    event.preventDefault();
    const bot = one('#bot').value.trim();
    const key = one('#key').value.trim();
    if (!BOT.test(bot) || !key) {
      one('#state').textContent = key ? 'A bot id looks like 01a20427-a148-72d1-9c56-014880229d96.' : 'The key is missing.';
      (key ? one('#bot') : one('#key')).focus();
      return;
    }
    if (memory.bot !== bot) {
      memory.given = {};
    }
    Object.assign(memory, { bot, key });
    remember();
    keysChanged();
  });
  one('#forget').addEventListener('click', () => {
    delete memory.bot;
    delete memory.key;
    memory.given = {};
    remember();
    one('#bot').value = one('#key').value = '';
    keysChanged();
    (reader ? one('#mine-choice') : one('#bot')).focus();
  });
}

// One example.

function sampleOf(form) {
  const chosen = one('.sample', form);
  return chosen && chosen.matches('select') ? chosen.selectedOptions[0] : chosen;
}

function requestOf(form) {
  let path = form.dataset.path.replace('{bot_id}', memory.bot || '{bot_id}');
  const query = [];
  const headers = {};
  for (const input of all('.value', form)) {
    const value = input.value.trim();
    if (value === '') {
      continue;
    }
    const encoded = encodeURIComponent(value);
    if (input.dataset.in === 'path') {
      path = path.replace(`{${input.name}}`, encoded);
    } else if (input.dataset.in === 'query') {
      query.push(`${encodeURIComponent(input.name)}=${encoded}`);
    } else {
      headers[input.name] = value;
    }
  }
  const sample = sampleOf(form);
  const body = one('.body', form);
  if (sample && body) {
    headers['Content-Type'] = sample.dataset.type;
  }
  return { path: path + (query.length ? `?${query.join('&')}` : ''), headers, body: body ? body.value : undefined };
}

/// A form's fields are shown as JSON; each goes as a file of text. Null: the text is no such JSON, now.
function fieldsOf(type, body) {
  if (type !== FORM) {
    return null;
  }
  try {
    return Object.entries(JSON.parse(body)).map(([name, text]) => [name, String(text)]);
  } catch {
    return null;
  }
}

/// What is sent, as the browser wants it; it writes the head of a form itself.
function messageOf(headers, body) {
  const fields = fieldsOf(headers['Content-Type'], body);
  if (!fields) {
    return { headers, body };
  }
  const form = new FormData();
  fields.forEach(([name, text]) => form.append(name, new Blob([text], { type: 'text/plain' }), `${name}.txt`));
  const { 'Content-Type': _, ...others } = headers;
  return { headers: others, body: form };
}

function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function showRequest(form) {
  const { path, headers, body } = requestOf(form);
  one('.target', form).textContent = path;
  const lines = [`curl ${form.dataset.method === 'GET' ? '' : `-X ${form.dataset.method} `}${quoted(location.origin + path)}`];
  if (form.dataset.secured) {
    lines.push('-H "Authorization: Bearer $CRIER_KEY"');
  }
  const fields = fieldsOf(headers['Content-Type'], body);
  Object.entries(headers)
    .filter(([name]) => !fields || name !== 'Content-Type')
    .forEach(([name, value]) => lines.push(`-H ${quoted(`${name}: ${value}`)}`));
  if (fields) {
    fields.forEach(([name]) => lines.push(`-F ${quoted(`${name}=@${name}.txt;type=text/plain`)}`));
  } else if (body !== undefined) {
    lines.push(`--data-binary ${quoted(body)}`);
  }
  one('.curl', form).textContent = lines.join(' \\\n  ');
}

function fillGiven() {
  for (const input of all('.value[data-takes]')) {
    const value = memory.given[input.dataset.takes];
    if (value && input.required) {
      input.value = value;
    }
  }
  all('form.run').forEach(showRequest);
}

function take(form, text) {
  const gives = sampleOf(form)?.dataset.gives;
  if (!gives) {
    return;
  }
  try {
    const json = JSON.parse(text);
    for (const each of gives.split(' ')) {
      const [name, pointer] = each.split('=');
      const value = pointer.slice(1).split('/').reduce((node, key) => node?.[key], json);
      if (typeof value === 'string') {
        memory.given[name] = value;
      }
    }
    remember();
    fillGiven();
  } catch {
    // An answer that is no JSON gives nothing.
  }
}

function pretty(text, type) {
  if (!/json/.test(type)) {
    return text;
  }
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function shortened(text) {
  return text.length > MAX_SHOWN_CHARS ? `${text.slice(0, MAX_SHOWN_CHARS)}\n… and more` : text;
}

function say(form, status, good, heads = [], answer = '') {
  one('.result', form).hidden = false;
  const line = one('.status', form);
  line.textContent = status;
  line.className = `status ${good ? 'good' : 'bad'}`;
  one('.heads', form).replaceChildren(
    ...heads.map(([name, value]) => {
      const item = document.createElement('li');
      item.textContent = `${name}: ${value}`;
      return item;
    })
  );
  one('.answer', form).textContent = answer;
  one('.answer', form).hidden = answer === '';
}

async function follow(response, form, show) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (let events = 0; events < MAX_SHOWN_EVENTS; events++) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    text += value;
    show(shortened(text));
  }
  await reader.cancel();
}

async function run(form) {
  const withSignIn = usesSignIn() && form.dataset.path.startsWith('/api/bot/');
  if (form.dataset.secured && !withSignIn && !(memory.bot && memory.key)) {
    say(form, reader ? 'This takes a key of the environment; enter it at the top of the page.'
      : 'Enter a bot id and a key first, at the top of the page.', false);
    one('#by-key').open = true;
    one(reader ? '#key' : '#bot').focus();
    return;
  }
  const { path, ...request } = requestOf(form);
  const { headers, body } = messageOf(request.headers, request.body);
  if (form.dataset.secured && withSignIn) {
    headers['X-CSRF-Token'] = reader.csrf;
  } else if (form.dataset.secured) {
    headers.Authorization = `Bearer ${memory.key}`;
  }
  const control = new AbortController();
  const stop = one('.stop', form);
  const go = one('.go', form);
  stop.onclick = () => control.abort();
  stop.hidden = false;
  go.disabled = true;
  say(form, 'Running …', true);
  const started = performance.now();
  try {
    const response = await fetch(path, {
      method: form.dataset.method,
      headers,
      body,
      cache: 'no-store',
      credentials: withSignIn ? 'same-origin' : 'omit',
      signal: control.signal,
    });
    const type = response.headers.get('content-type') || '';
    const heads = HEADS.filter(name => response.headers.has(name)).map(name => [name, response.headers.get(name)]);
    const status = () => `${response.status} ${response.statusText} in ${Math.round(performance.now() - started)} ms`;
    if (type.startsWith('text/event-stream')) {
      await follow(response, form, text => say(form, status(), response.ok, heads, text));
    } else if (/json|text|yaml/.test(type)) {
      const text = await response.text();
      say(form, status(), response.ok, heads, shortened(pretty(text, type)));
      if (response.ok) {
        take(form, text);
      }
    } else {
      const bytes = (await response.arrayBuffer()).byteLength;
      say(form, status(), response.ok, heads, `${bytes} bytes`);
    }
  } catch (error) {
    if (error.name !== 'AbortError') {
      say(form, `No answer: ${error.message}`, false);
    } else if (one('.status', form).textContent === 'Running …') {
      say(form, 'Stopped.', false);
    }
  } finally {
    stop.hidden = true;
    go.disabled = false;
  }
}

function chooseSample(form) {
  const sample = sampleOf(form);
  const body = one('.body', form);
  if (sample?.dataset.text !== undefined && body) {
    body.value = sample.dataset.text;
    body.rows = Math.min(18, 1 + sample.dataset.text.split('\n').length);
    one('.kind', form).textContent = sample.dataset.type;
  }
  const query = new URLSearchParams(sample?.dataset.query || '');
  for (const input of all('.value[data-in=query]', form)) {
    if (query.has(input.name)) {
      input.value = query.get(input.name);
      input.dataset.ofSample = 'true';
    } else if (input.dataset.ofSample) {
      input.value = '';
      delete input.dataset.ofSample;
    }
  }
  showRequest(form);
}

/// What deletes asks twice.
function armed(form) {
  const go = one('.go', form);
  if (form.dataset.effect !== 'deletes' || go.dataset.armed) {
    go.textContent = 'Run';
    delete go.dataset.armed;
    return true;
  }
  go.dataset.armed = 'true';
  go.textContent = 'Really delete?';
  setTimeout(() => {
    go.textContent = 'Run';
    delete go.dataset.armed;
  }, ARMED_MILLIS);
  return false;
}

function setUpRun(form) {
  one('.go', form).disabled = false;
  chooseSample(form);
  form.addEventListener('input', () => showRequest(form));
  one('select.sample', form)?.addEventListener('change', () => chooseSample(form));
  form.addEventListener('submit', event => {
    event.preventDefault();
    if (armed(form)) {
      run(form);
    }
  });
  one('.body', form)?.addEventListener('keydown', event => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      form.requestSubmit();
    }
  });
  const copy = one('.copy', form);
  copy.hidden = !navigator.clipboard;
  copy.addEventListener('click', async () => {
    await navigator.clipboard.writeText(one('.curl', form).textContent);
    copy.textContent = 'Copied';
    setTimeout(() => (copy.textContent = 'Copy'), 1500);
  });
}

// Finding.

function filter(wanted) {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = element => words.every(word => element.dataset.words.toLowerCase().includes(word));
  let found = false;
  for (const element of all('[data-words]')) {
    element.hidden = !fits(element);
    found ||= !element.hidden;
  }
  for (const group of all('.side .group')) {
    group.hidden = words.length > 0 && all('a[data-words]', group).every(link => link.hidden);
    if (words.length > 0) {
      group.open = true;
    }
  }
  for (const heading of all('.heading')) {
    heading.hidden = words.length > 0;
  }
  const start = one('#start');
  if (start) {
    start.hidden = words.length > 0;
  }
  one('#nothing').hidden = found;
}

function setUpFind() {
  const find = one('#find');
  if (!find) {
    return;
  }
  find.addEventListener('input', () => filter(find.value));
  find.addEventListener('keydown', event => {
    if (event.key === 'Escape') {
      find.value = '';
      filter('');
    }
  });
  document.addEventListener('keydown', event => {
    if (event.key === '/' && !event.ctrlKey && !event.metaKey && !event.target.closest('input, textarea, select')) {
      event.preventDefault();
      find.focus();
    }
  });
}

// The entry of what is being read.

function setUpMarks() {
  const links = new Map(all('.side a[href^="#"]').map(link => [link.getAttribute('href').slice(1), link]));
  const watcher = new IntersectionObserver(
    entries => {
      for (const entry of entries.filter(each => each.isIntersecting)) {
        const link = links.get(entry.target.id);
        if (link) {
          links.forEach(each => each.removeAttribute('aria-current'));
          link.setAttribute('aria-current', 'location');
        }
      }
    },
    { rootMargin: '-10% 0px -80% 0px' }
  );
  all('section.operation[id], article[id]').forEach(each => watcher.observe(each));
}

// On a phone the list would fill the first screen.
if (matchMedia('(max-width: 60rem)').matches) {
  all('.side .group').forEach(group => (group.open = false));
}
setUpKeys();
all('form.run').forEach(setUpRun);
fillGiven();
setUpFind();
setUpMarks();
if (one('#keys')) {
  keysChanged();
  meetReader();
}
