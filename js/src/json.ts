// What a page may replace later is kept from the start.
export const { parse, stringify } = JSON;
