const EXTENDED = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d{1,9})?(Z|[+-]\d\d:?\d\d)$/;
const BASIC = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(?:\.\d{1,9})?Z$/;

/** A time as tools write it, in UTC; undefined where the zone is not stated, for then nobody knows what time it was. */
export function readIsoTime(text: string | undefined): string | undefined {
  if (text === undefined || text.length > 64) return undefined;
  const [, date, time, zone] = EXTENDED.exec(text) ?? [];
  const [, year, month, day, hour, minute, second] = BASIC.exec(text) ?? [];
  const milliseconds =
    date === undefined
      ? Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
      : Date.parse(`${date}T${time}${withColon(zone)}`);
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds).toISOString();
}

function withColon(zone = ''): string {
  return zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
}
