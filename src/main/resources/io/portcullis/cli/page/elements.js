/* The operators' page of Portcullis. "bin/activemq portcullis page" put it here, and replaces it. */

// Makes HTML and SVG elements, in which every value of a client becomes text and never markup.

import { moment, spaced, visible } from './format.js';

export const byId = (id) => document.getElementById(id);

function made(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.map((child) => (child instanceof Node ? child : visible(child))));
  return element;
}

/** An HTML element; children that are no elements become text. */
export function html(tag, attributes = {}, ...children) {
  return made(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes = {}, ...children) {
  return made(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

/** A value from elsewhere: whatever script it is written in, it turns nothing around it. */
export function value(text) {
  return text === '' ? word('none') : html('bdi', {}, spaced(text));
}

/** A word of the page's own in the place of a value, which nobody can call himself. */
export function word(text) {
  return html('span', { class: 'soft' }, text);
}

export function sign(name) {
  return svg('svg', { class: 'sign', 'aria-hidden': 'true' }, svg('use', { href: '#sign-' + name }));
}

export function time(iso) {
  const millis = Date.parse(iso);
  return Number.isNaN(millis)
    ? value(iso)
    : html('time', { datetime: iso, title: iso, class: 'short' }, moment(millis));
}

/** Sets a text only if it is another one, so that nobody who reads it is interrupted. */
export function say(element, text) {
  if (element.textContent !== visible(text)) {
    element.textContent = visible(text);
  }
}

/** What was shown in a part of the page: it is made again only of something else. */
const shownParts = new Map();

export function isNews(part, data) {
  const signature = JSON.stringify(data);
  const news = shownParts.get(part) !== signature;
  shownParts.set(part, signature);
  return news;
}
