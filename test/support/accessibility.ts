/** Checks of the Web Content Accessibility Guidelines 2.2, level AA, that a program can make. */
import type { Page } from 'playwright-core';

/** Faults of the page as it is shown: contrast (1.4.3, 1.4.11), names, labels, headings, tables, language, reflow. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
    return page.evaluate<string[]>(`(${CHECKS})()`);
}

/** Runs in the page, so it is text. Backgrounds are plain colours, so the nearest that is not transparent counts. */
const CHECKS = String.raw`() => {
    const faults = [];
    const told = (element) => element.outerHTML.replace(/\s+/g, ' ').slice(0, 90);
    const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
    const luminance = (colour) => {
        const [red, green, blue] = channels(colour).slice(0, 3).map((value) => {
            const part = value / 255;
            return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const contrast = (one, other) => {
        const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
        return (light + 0.05) / (dark + 0.05);
    };
    const backgroundOf = (element) => {
        for (let at = element; at !== null; at = at.parentElement) {
            const { backgroundColor } = getComputedStyle(at);
            if (channels(backgroundColor)[3] !== 0) return backgroundColor;
        }
        return 'rgb(255, 255, 255)';
    };
    const isShown = (element) => element.checkVisibility() && element.closest('.visually-hidden') === null;

    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
        const element = text.parentElement;
        if (text.data.trim() === '' || !isShown(element) || element.closest('title, desc') !== null) continue;
        const style = getComputedStyle(element);
        const colour = element.closest('svg') === null ? style.color : style.fill;
        const size = parseFloat(style.fontSize);
        const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
        const ratio = contrast(colour, backgroundOf(element));
        if (ratio < (isLarge ? 3 : 4.5)) faults.push('contrast ' + ratio.toFixed(2) + ': ' + told(element));
    }
    for (const mark of document.querySelectorAll('.plot .mark, .plot .offence circle, .plot .fall, .plot .segment')) {
        const style = getComputedStyle(mark);
        const seen = [style.fill, style.stroke].filter((colour) => colour !== 'none');
        const best = Math.max(...seen.map((colour) => contrast(colour, backgroundOf(mark))));
        if (best < 3) faults.push('contrast of a mark: ' + told(mark));
    }
    for (const image of document.querySelectorAll('svg:not([aria-hidden])')) {
        const named = image.getAttribute('aria-label') ?? image.querySelector('title')?.textContent ?? '';
        if (image.getAttribute('role') !== 'img' || named === '') faults.push('image without a name: ' + told(image));
    }
    for (const field of document.querySelectorAll('input')) {
        if (field.labels.length === 0) faults.push('field without a label: ' + told(field));
        for (const id of (field.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean)) {
            if (document.getElementById(id) === null) faults.push('described by what is not there: ' + id);
        }
    }
    for (const link of document.querySelectorAll('a, button, summary')) {
        if (link.textContent.trim() === '') faults.push('link without a text: ' + told(link));
    }
    for (const table of document.querySelectorAll('table')) {
        if (table.caption === null) faults.push('table without a caption: ' + told(table));
        for (const head of table.querySelectorAll('th')) {
            if (!head.hasAttribute('scope')) faults.push('head without a scope: ' + told(head));
        }
    }
    let level = 0;
    for (const heading of document.querySelectorAll('h1, h2, h3, h4')) {
        const next = Number(heading.tagName[1]);
        if (next > level + 1) faults.push('heading skips a level: ' + told(heading));
        level = next;
    }
    if (document.querySelectorAll('h1').length !== 1) faults.push('not one h1');
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
    for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push('id twice: ' + id);
    for (const scroller of document.querySelectorAll('.scroll')) {
        if (scroller.tabIndex !== 0 || !scroller.hasAttribute('aria-label')) faults.push('not scrolled by keyboard');
    }
    for (const link of document.querySelectorAll('a[href^="#"]')) {
        if (document.querySelector(link.getAttribute('href')) === null) faults.push('leads nowhere: ' + told(link));
    }
    if (!['en', 'fr'].includes(document.documentElement.lang)) faults.push('no language');
    if (document.title === '') faults.push('no title');
    if (document.documentElement.scrollWidth > innerWidth) faults.push('wider than the screen');
    return faults;
}`;
