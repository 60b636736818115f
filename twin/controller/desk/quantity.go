package desk

import (
	"strings"

	"github.com/forecourt/forecourt/twin/unit"
)

// Money reads a number as an amount in the site's currency. No text is no amount; zeros behind the last digit are
// allowed, more decimals are not.
func (d *Desk) Money(text string) (unit.Money, *Refusal) {
	text, r := plain(text)
	if r != nil || text == "" {
		return unit.Money{Currency: d.cfg.Currency}, r
	}
	m, err := unit.ParseMoney(text + " " + string(d.cfg.Currency))
	if err != nil {
		return m, refuse(BadValue, "%v", err)
	}
	return m, nil
}

// Price reads a number as a unit price.
func (d *Desk) Price(text string) (unit.Price, *Refusal) {
	text, r := plain(text)
	if r == nil && text == "" {
		r = refuse(BadValue, "no price")
	}
	if r != nil {
		return unit.Price{}, r
	}
	p, err := unit.ParsePrice(text + " " + string(d.cfg.Currency) + "/" + d.cfg.Measure.String())
	if err != nil {
		return p, refuse(BadValue, "%v", err)
	}
	return p, nil
}

// Volume reads a number as a volume, counted as finely as the site counts.
func (d *Desk) Volume(text string) (unit.Indicated, *Refusal) {
	none := unit.Indicated{Decimals: d.cfg.VolumeDecimals, Unit: d.cfg.Measure}
	text, r := plain(text)
	if r != nil || text == "" {
		return none, r
	}
	whole, fraction, _ := strings.Cut(text, ".")
	if len(fraction) > int(d.cfg.VolumeDecimals) {
		return none, refuse(BadValue, "volumes have %d decimals here", d.cfg.VolumeDecimals)
	}
	if d.cfg.VolumeDecimals > 0 {
		text = whole + "." + fraction + strings.Repeat("0", int(d.cfg.VolumeDecimals)-len(fraction))
	}
	v, err := unit.ParseIndicated(text + " " + d.cfg.Measure.String())
	if err != nil {
		return none, refuse(BadValue, "%v", err)
	}
	return v, nil
}

// plain takes digits with at most one point between them, and strips zeros after it.
func plain(text string) (string, *Refusal) {
	text = strings.TrimSpace(text)
	digits, points := 0, 0
	for _, c := range text {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c == '.' && digits > 0 && points == 0:
			points++
		default:
			return "", refuse(BadValue, "%.32q is no number", text)
		}
	}
	if digits > 18 {
		return "", refuse(BadValue, "%.32q is too large", text)
	}
	if points == 1 {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return text, nil
}

// Plain prints a quantity without its unit or currency: "32.50".
func Plain(quantity interface{ String() string }) string {
	n, _, _ := strings.Cut(quantity.String(), " ")
	return n
}

// Shown is how a client is called toward others: what stands before the @ of its name.
func Shown(client string) string {
	name, _, _ := strings.Cut(client, "@")
	return name
}
