package schema

import (
	"reflect"
	"strings"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/service"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/strict"
	"github.com/forecourt/forecourt/twin/unit"
)

const (
	number  = `^-?[0-9]+(\.[0-9]+)? *`
	measure = `(L|US gal|imp gal)$`
	role    = `^[a-z][a-z-]*( [1-9][0-9]*)?$`
)

// modes are the service modes.
var modes = `(` + strings.Join(service.Words(), "|") + `)`

// quantities are the types that are written as a number and a unit, with an example.
var quantities = map[reflect.Type][2]string{
	reflect.TypeFor[unit.Volume]():      {number + `(L|ml|ul)$`, "30000 L"},
	reflect.TypeFor[unit.Level]():       {number + `(mm|cm|m|um)$`, "2400 mm"},
	reflect.TypeFor[unit.FlowRate]():    {number + `(L/min|L/s|ml/s|ul/s|US gal/min|imp gal/min)$`, "38 L/min"},
	reflect.TypeFor[unit.Temperature](): {number + `C$`, "15 C"},
	reflect.TypeFor[unit.Money]():       {number + `[A-Z]{3}$`, "150.00 EUR"},
	reflect.TypeFor[unit.Price]():       {number + `[A-Z]{3}/` + measure, "1.799 EUR/L"},
	reflect.TypeFor[unit.Indicated]():   {number + measure, "32.50 L"},
	reflect.TypeFor[time.Duration]():    {number + `(h|min|s|ms|us|ns)$`, "5 s"},
	reflect.TypeFor[unit.Currency]():    {`^[A-Z]{3}$`, "EUR"},
	reflect.TypeFor[site.Rate]():        {`^[0-9]+(\.[0-9]{1,2})? *%$`, "19 %"},
	reflect.TypeFor[forecourt.Role]():   {role, "fuelling-point 1"},
	reflect.TypeFor[service.Set]():      {`^` + modes + `( *\+ *` + modes + `)*$`, "postpay+prepay+outdoor"},

	reflect.TypeFor[service.TimeOfDay](): {`^([01][0-9]|2[0-3]):[0-5][0-9]$`, "06:00"},
}

// choices are the types that are one of some words.
var choices = map[reflect.Type]func() []string{
	reflect.TypeFor[unit.Measure]():         func() []string { return []string{"L", "US gal", "imp gal"} },
	reflect.TypeFor[unit.Rounding]():        func() []string { return []string{"half-up", "half-even", "down", "up"} },
	reflect.TypeFor[forecourt.PriceLevel](): func() []string { return []string{"cash", "credit"} },
	reflect.TypeFor[loop.HTTPFault]():       func() []string { return []string{string(loop.LoseRequest), string(loop.LoseAnswer)} },
	reflect.TypeFor[line.Fault]():           faults,
	reflect.TypeFor[payment.EntryMode](): func() []string {
		return []string{string(payment.ContactChip), string(payment.Contactless), string(payment.Stripe)}
	},
}

// faults are those of buses and of links.
func faults() (all []string) {
	seen := map[string]bool{}
	for _, names := range [][]string{line.FaultNames(), line.StreamFaultNames()} {
		for _, n := range names {
			if !seen[n] {
				all, seen[n] = append(all, n), true
			}
		}
	}
	return all
}

// describe knows the types that read themselves.
func describe() strict.Describe {
	return strict.Describe{Type: func(t reflect.Type) strict.Schema {
		if q, ok := quantities[t]; ok {
			return strict.Schema{"type": "string", "pattern": q[0], "examples": []string{q[1]}}
		}
		if words, ok := choices[t]; ok {
			return strict.Schema{"enum": words()}
		}
		if t == reflect.TypeFor[site.Hoses]() {
			return strict.Schema{"$ref": "#/definitions/hoses"}
		}
		return nil
	}}
}
