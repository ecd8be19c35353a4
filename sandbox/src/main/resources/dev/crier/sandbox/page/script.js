// The pages' script: phones and their chats, the behaviour form, copy buttons. Text of people only ever becomes text nodes.
'use strict';

const POLL_MS = 1500;
const $ = (id) => document.getElementById(id);

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

async function call(method, path, body) {
  const response = await fetch(path, { method, body: body === undefined ? undefined : JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error || 'The sandbox answered ' + response.status);
  return answer;
}

function problem(error) {
  return error instanceof TypeError ? 'The sandbox does not answer. Is it still running?' : error.message;
}

// WhatsApp's marks: *bold*, _italic_, ~strike~, ```mono```. A mark counts only around words on one line.
const MARKS = [
  [/```([\s\S]+?)```/, 'code', false],
  [/(?<![\p{L}\p{N}*])\*(\S|\S[^*\n]*\S)\*(?![\p{L}\p{N}*])/u, 'strong', true],
  [/(?<![\p{L}\p{N}_])_(\S|\S[^_\n]*\S)_(?![\p{L}\p{N}_])/u, 'em', true],
  [/(?<![\p{L}\p{N}~])~(\S|\S[^~\n]*\S)~(?![\p{L}\p{N}~])/u, 's', true],
];

function formatted(parent, text) {
  let first = null;
  for (const [pattern, tag, nests] of MARKS) {
    const found = pattern.exec(text);
    if (found && (!first || found.index < first.found.index)) first = { found, tag, nests };
  }
  if (!first) {
    parent.append(text);
    return parent;
  }
  const { found, tag, nests } = first;
  parent.append(text.slice(0, found.index));
  const inner = make(tag);
  if (nests) formatted(inner, found[1]);
  else inner.textContent = found[1];
  parent.append(inner);
  return formatted(parent, text.slice(found.index + found[0].length));
}

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const SHORT_DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

function when(at) {
  const date = new Date(at);
  return date.toDateString() === new Date().toDateString() ? CLOCK.format(date) : SHORT_DAY.format(date);
}

function time(at) {
  const element = make('time', '', CLOCK.format(new Date(at)));
  element.dateTime = at;
  return element;
}

const TICKS = { accepted: '◷', held_for_quality_assessment: '◷', sent: '✓', delivered: '✓✓', read: '✓✓', failed: '!' };

function ticks(status) {
  const mark = make('span', 'tick ' + (status in TICKS ? status : 'accepted'));
  const sign = make('span', '', TICKS[status] || '◷');
  sign.setAttribute('aria-hidden', 'true');
  mark.append(sign, make('span', 'hidden', status));
  mark.title = status;
  return mark;
}

const PLACEHOLDERS = { image: ['▨', 'Photo'], video: ['▶', 'Video'], gif: ['▶', 'GIF'], document: ['▤', 'Document'],
  location: ['◉', 'Location'], product: ['◫', 'Product'], audio: ['♪', 'Voice message'], sticker: ['☺', 'Sticker'], media: ['▨', 'Media'] };

function header(part) {
  const placeholder = PLACEHOLDERS[part.kind];
  if (!placeholder) return formatted(make('p', 'bubble-head'), part.text);
  const box = make('p', 'media ' + part.kind);
  const sign = make('span', 'media-sign', placeholder[0]);
  sign.setAttribute('aria-hidden', 'true');
  box.append(sign, make('span', 'media-kind', placeholder[1]), make('span', 'media-source', part.text.split(/[?#]/)[0].split('/').pop() || part.text));
  box.title = part.text;
  return box;
}

// What the server keeps belongs to one chat; the page asks again and again and draws only what changed.
function phonesPage() {
  const asked = new URLSearchParams(location.search);
  const state = { phone: asked.get('phone') || '', number: asked.get('number') || '', drawn: new Map(), list: '', stopped: false, turn: 0 };

  function address() {
    const query = new URLSearchParams();
    if (state.phone) query.set('phone', state.phone);
    if (state.number) query.set('number', state.number);
    const text = query.toString();
    return text ? '/?' + text : '/';
  }

  function clear() {
    state.drawn.clear();
    state.turn++;
    $('log').replaceChildren();
    $('chat-problem').textContent = '';
  }

  function show() {
    document.body.classList.toggle('in-chat', state.phone !== '');
    $('chat').hidden = state.phone === '';
    $('hint').hidden = state.phone !== '';
    if (state.phone === '') document.title = 'Phones · Crier sandbox';
  }

  async function open(phone) {
    state.phone = phone;
    history.pushState(null, '', address());
    clear();
    $('text').value = '';
    show();
    await refresh();
    if (phone) $('chat-title').focus();
  }

  function drawNumbers(list) {
    const select = $('number');
    $('number-choice').hidden = list.numbers.length < 2;
    if (select.options.length !== list.numbers.length) {
      select.replaceChildren(...list.numbers.map((each) => new Option(each.display_phone_number, each.phone_number_id)));
    }
    if (document.activeElement !== select) select.value = list.phone_number_id;
  }

  function personRow(person) {
    const row = make('li');
    const link = make('a', 'person');
    const query = new URLSearchParams({ phone: person.phone });
    if (state.number) query.set('number', state.number);
    link.href = '/?' + query;
    if (person.phone === state.phone) link.setAttribute('aria-current', 'true');
    link.addEventListener('click', (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      open(person.phone);
    });
    const face = make('span', 'face tone-' + (Number(person.phone.replace(/\D/g, '').slice(-2)) % 6), person.name.slice(0, 1));
    face.setAttribute('aria-hidden', 'true');
    const words = make('span', 'person-words');
    const top = make('span', 'person-top');
    top.append(make('span', 'person-name', person.name), make('time', '', when(person.at)));
    const line = make('span', 'person-line');
    if (person.own) line.append('You: ');
    else line.append(ticks(person.status), ' ');
    line.append(person.line);
    words.append(top, make('span', 'person-phone', person.phone), line);
    link.append(face, words);
    row.append(link);
    return row;
  }

  function drawList(list) {
    drawNumbers(list);
    const text = JSON.stringify([list.phones, state.phone, state.number]);
    if (text === state.list) return;
    state.list = text;
    const focused = document.activeElement && document.activeElement.closest('#people a');
    const href = focused ? focused.getAttribute('href') : '';
    $('people').replaceChildren(...list.phones.map(personRow));
    if (href) [...$('people').querySelectorAll('a')].find((link) => link.getAttribute('href') === href)?.focus();
    $('nobody').hidden = list.phones.length > 0;
    $('nobody').textContent = $('search').value.trim()
      ? 'Nobody is found. Open the number below to begin with it.'
      : 'Nobody got a message yet. Send a broadcast, or open a phone below and write first.';
  }

  function button(message, each) {
    if (each.kind === 'reply') {
      const tap = make('button', 'bubble-button', each.text);
      tap.type = 'button';
      tap.addEventListener('click', () => say({ button: { wamid: message.id, payload: each.value, text: each.text } }));
      return tap;
    }
    if (each.kind === 'copy') {
      const copy = make('button', 'bubble-button', each.text);
      copy.type = 'button';
      copy.append(make('span', 'leads', each.value));
      copy.addEventListener('click', () => copyText(copy, each.value));
      return copy;
    }
    const signs = { url: '↗ ', call: '✆ ' };
    const isWeb = each.kind === 'url' && /^https?:\/\//i.test(each.value);
    const shown = make(isWeb ? 'a' : 'p', 'bubble-button');
    if (isWeb) {
      shown.href = each.value;
      shown.target = '_blank';
      shown.rel = 'noopener noreferrer';
    }
    shown.append(signs[each.kind] || '', each.text);
    if (each.value && each.value !== each.text) shown.append(make('span', 'leads', each.value));
    return shown;
  }

  function inside(bubble, message, part) {
    if (part.header) bubble.append(header(part.header));
    if (part.offer) {
      const offer = make('p', 'offer');
      offer.append(make('strong', '', part.offer.text));
      const ends = new Date(Number(part.offer.ends));
      if (part.offer.ends && !isNaN(ends)) offer.append(make('span', '', 'Ends ' + SHORT_DAY.format(ends) + ', ' + CLOCK.format(ends)));
      bubble.append(offer);
    }
    if (part.body) bubble.append(formatted(make('p', 'bubble-body'), part.body));
    if (part.footer) bubble.append(make('p', 'bubble-foot', part.footer));
  }

  function fromBusiness(message) {
    const item = make('div', 'message business');
    const bubble = make('div', 'bubble' + (message.status === 'failed' ? ' failed' : ''));
    inside(bubble, message, message);
    const meta = make('p', 'bubble-meta');
    if (message.status === 'failed') {
      const why = message.error ? ': ' + message.error.title + ' (' + message.error.code + ')' : '';
      meta.append(make('span', 'not-delivered', 'Never arrived' + why + ' '));
    }
    meta.append(time(message.at), ' ', ticks(message.status));
    bubble.append(meta);
    for (const each of message.buttons || []) bubble.append(button(message, each));
    item.append(bubble);
    if (message.cards && message.cards.length) {
      const cards = make('div', 'carousel');
      cards.tabIndex = 0;
      cards.setAttribute('role', 'group');
      cards.setAttribute('aria-label', 'Cards');
      for (const card of message.cards) {
        const one = make('div', 'bubble');
        inside(one, message, card);
        for (const each of card.buttons || []) one.append(button(message, each));
        cards.append(one);
      }
      item.append(cards);
    }
    return item;
  }

  function fromPerson(message) {
    if (message.kind === 'preference') return make('p', 'note', message.text + ' · ' + CLOCK.format(new Date(message.at)));
    const item = make('div', 'message person-own');
    const bubble = make('div', 'bubble');
    if (message.kind === 'button') bubble.append(make('p', 'bubble-foot', 'Tapped'));
    const body = make('p', 'bubble-body' + (message.kind === 'unsupported' ? ' unreadable' : ''));
    bubble.append(formatted(body, message.text));
    const meta = make('p', 'bubble-meta');
    meta.append(time(message.at));
    bubble.append(meta);
    item.append(bubble);
    return item;
  }

  function drawChat(chat) {
    $('chat-title').textContent = chat.display_phone_number;
    $('chat-about').textContent = 'on the phone of ' + chat.name + ', ' + chat.phone;
    document.title = chat.phone + ' · Crier sandbox';
    state.stopped = chat.marketing_stopped;
    $('marketing').textContent = chat.marketing_stopped ? 'Resume marketing' : 'Stop marketing';
    const log = $('log');
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
    let changed = drawMessages(log, chat.messages);
    if (changed && atEnd) log.scrollTop = log.scrollHeight;
  }

  // In place: a tick that turns blue must not lose the focus or be read aloud with its whole message.
  function drawMessages(log, messages) {
    let changed = false;
    let day = '';
    const wanted = [];
    for (const message of messages) {
      const date = DAY.format(new Date(message.at));
      if (date !== day) wanted.push({ id: 'day ' + date, text: date, draw: () => make('p', 'day', date) });
      day = date;
      wanted.push({ id: message.id, text: JSON.stringify(message), message,
        draw: () => (message.from === 'business' ? fromBusiness(message) : fromPerson(message)) });
    }
    if (!messages.length) {
      wanted.push({ id: 'empty', text: '', draw: () => make('p', 'note', 'Nothing here yet. Write first, or send this phone a broadcast.') });
    }
    const ids = new Set(wanted.map((each) => each.id));
    for (const [id, drawn] of state.drawn) {
      if (!ids.has(id)) {
        drawn.element.remove();
        state.drawn.delete(id);
      }
    }
    let before = null;
    for (const each of wanted) {
      const drawn = state.drawn.get(each.id);
      if (!drawn) {
        const element = each.draw();
        if (before) before.after(element);
        else log.prepend(element);
        state.drawn.set(each.id, { element, text: each.text });
        changed = true;
      } else if (drawn.text !== each.text) {
        update(drawn, each);
      }
      before = state.drawn.get(each.id).element;
    }
    return changed;
  }

  function update(drawn, each) {
    const mark = drawn.element.querySelector('.tick');
    drawn.text = each.text;
    if (mark && each.message && each.message.status !== 'failed') {
      mark.replaceWith(ticks(each.message.status));
      return;
    }
    const element = each.draw();
    drawn.element.replaceWith(element);
    drawn.element = element;
  }

  async function refresh() {
    const turn = state.turn;
    const number = state.number ? 'phone_number_id=' + encodeURIComponent(state.number) : '';
    try {
      if (state.phone) {
        const chat = await call('GET', '/sandbox/phones/' + encodeURIComponent(state.phone) + '?' + number);
        if (turn !== state.turn) return;
        state.phone = chat.phone;
        state.number = state.number || chat.phone_number_id;
        drawChat(chat);
      }
      const filter = '&search=' + encodeURIComponent($('search').value);
      const list = await call('GET', '/sandbox/phones?phone_number_id=' + encodeURIComponent(state.number) + filter);
      if (turn !== state.turn) return;
      drawList(list);
      if ($('chat-problem').dataset.poll) $('chat-problem').textContent = '';
      delete $('chat-problem').dataset.poll;
    } catch (error) {
      $('chat-problem').textContent = problem(error);
      $('chat-problem').dataset.poll = 'yes';
    }
  }

  async function say(what) {
    const body = { from: state.phone, phone_number_id: state.number || undefined, ...what };
    if (!state.phone.startsWith('+')) {
      delete body.from;
      body.user_id = state.phone;
    }
    try {
      await call('POST', '/sandbox/inbound', body);
      $('chat-problem').textContent = '';
      $('log').scrollTop = $('log').scrollHeight;
      await refresh();
      return true;
    } catch (error) {
      $('chat-problem').textContent = problem(error);
      return false;
    }
  }

  async function reply() {
    const text = $('text').value.trim();
    if (text && (await say({ text }))) $('text').value = '';
    $('text').focus();
  }

  $('reply').addEventListener('submit', (event) => {
    event.preventDefault();
    reply();
  });
  $('text').addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      reply();
    }
  });
  for (const quick of document.querySelectorAll('[data-say]')) quick.addEventListener('click', () => say({ text: quick.dataset.say }));
  $('marketing').addEventListener('click', () => say({ user_preferences: state.stopped ? 'resume' : 'stop' }));
  $('back').addEventListener('click', () => {
    const phone = state.phone;
    open('').then(() => [...document.querySelectorAll('#people a')].find((link) => link.textContent.includes(phone))?.focus());
  });
  $('search').addEventListener('input', refresh);
  $('number').addEventListener('change', () => {
    state.number = $('number').value;
    history.replaceState(null, '', address());
    clear();
    refresh();
  });
  $('another').addEventListener('submit', (event) => {
    event.preventDefault();
    const digits = $('phone').value.replace(/\D/g, '');
    const isNumber = digits.length >= 7 && digits.length <= 15;
    $('another-problem').textContent = isNumber ? '' : 'A number has 7 to 15 digits, with its country: +31612345678';
    if (!isNumber) return $('phone').focus();
    $('phone').value = '';
    return open('+' + digits);
  });
  addEventListener('popstate', () => {
    const now = new URLSearchParams(location.search);
    state.phone = now.get('phone') || '';
    state.number = now.get('number') || state.number;
    clear();
    show();
    refresh();
  });
  show();
  const again = () => setTimeout(() => (document.hidden ? Promise.resolve() : refresh()).finally(again), POLL_MS);
  refresh().finally(again);
}

function copyText(element, text) {
  const label = element.firstChild;
  const before = label.textContent;
  const said = (word) => {
    label.textContent = word;
    setTimeout(() => { label.textContent = before; }, 1500);
  };
  if (!navigator.clipboard) return said('Cannot copy here');
  return navigator.clipboard.writeText(text).then(() => said('Copied'), () => said('Cannot copy here'));
}

function behaviourPage(form) {
  const knobs = [...form.querySelectorAll('input')];
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    $('problem').textContent = '';
    $('saved').textContent = '';
    const wrong = knobs.find((knob) => !knob.validity.valid);
    if (wrong) {
      $('problem').textContent = wrong.name.replaceAll('_', ' ') + ': ' + wrong.validationMessage;
      wrong.focus();
      return;
    }
    const change = Object.fromEntries(knobs.map((knob) => [knob.name, knob.type === 'checkbox' ? knob.checked : Number(knob.value)]));
    try {
      await call('PUT', '/sandbox/behaviour', change);
      $('saved').textContent = 'Saved; it holds from the next send.';
    } catch (error) {
      $('problem').textContent = problem(error);
    }
  });
  $('defaults').addEventListener('click', () => {
    for (const knob of knobs) {
      if (knob.type === 'checkbox') knob.checked = knob.dataset.initial === 'true';
      else knob.value = knob.dataset.initial;
    }
    $('saved').textContent = 'Filled in, not saved yet.';
  });
}

for (const copy of document.querySelectorAll('[data-copy]')) copy.addEventListener('click', () => copyText(copy, copy.dataset.copy));
if ($('phones')) phonesPage();
if ($('behaviour')) behaviourPage($('behaviour'));
