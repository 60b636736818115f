package strict

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/forecourt/forecourt/twin/unit"
)

type sale struct {
	FuellingPoint int `yaml:"fuelling-point,required"`
	Nozzle        uint8
	Flow          unit.FlowRate
	Price         unit.Price
	Within        time.Duration
	Paid          bool
	Note          string
	Covers        []string
	Totals        map[string]int
	Next          *sale
}

// refusals are files, each with the whole text of its problems.
var refusals = []struct{ name, src, want string }{
	{"unknown key", "fuelling-point: 1\nnozle: 2\n", `
f.yaml:2:1: error: there is no key 'nozle'
  |
2 | nozle: 2
  | ^^^^^ did you mean 'nozzle'?`},
	{"a misspelt required key is one problem", "fueling-point: 1\n", `
f.yaml:1:1: error: there is no key 'fueling-point'
  |
1 | fueling-point: 1
  | ^^^^^^^^^^^^^ did you mean 'fuelling-point'?`},
	{"missing key, wrong kinds", "next: {nozzle: 300, covers: a, paid: yes}\nfuelling-point: '1'\n", `
f.yaml:1:7: error: the key 'fuelling-point' is missing
  |
1 | next: {nozzle: 300, covers: a, paid: yes}
  |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
f.yaml:1:16: error: '300' is out of range, 0 to 255
  |
1 | next: {nozzle: 300, covers: a, paid: yes}
  |                ^^^
f.yaml:1:29: error: expected a list, found the text 'a'
  |
1 | next: {nozzle: 300, covers: a, paid: yes}
  |                             ^ write [a]
f.yaml:1:38: error: expected true or false, found the text 'yes'
  |
1 | next: {nozzle: 300, covers: a, paid: yes}
  |                                      ^^^ did you mean 'true'?
f.yaml:2:17: error: expected a whole number, found the quoted text '1'
  |
2 | fuelling-point: '1'
  |                 ^^^ leave the quotes away`},
	{"units", "fuelling-point: 1\nflow: 38 l/min\nprice: 1.799 EUR\nwithin: 12\n", `
f.yaml:2:7: error: "38 l/min" is not a flow rate: there is no unit "l/min" here, expected L/min, L/s, ml/s, ul/s, US gal/min or imp gal/min
  |
2 | flow: 38 l/min
  |       ^^^^^^^^ did you mean '38 L/min'?
f.yaml:3:8: error: "1.799 EUR" is not a price: a price is per unit of volume, as in "1.799 EUR/L"
  |
3 | price: 1.799 EUR
  |        ^^^^^^^^^ did you mean '1.799 EUR/L'?
f.yaml:4:9: error: "12" is not a duration: the unit is missing, expected s, ms, min, h, us or ns
  |
4 | within: 12
  |         ^^ did you mean '12 s'?`},
	{"nothing and a list where text is wanted", "fuelling-point:\nnote: [a, 'b]']\nflow: {}\n", `
f.yaml:1:16: error: expected a whole number, found nothing
  |
1 | fuelling-point:
  |                ^ give a value, or leave the key out
f.yaml:2:7: error: expected text, found a list
  |
2 | note: [a, 'b]']
  |       ^^^^^^^^^
f.yaml:3:7: error: expected a flow rate, found a map
  |
3 | flow: {}
  |       ^^`},
	{"no space behind the colon", "next: {fuelling-point:1}\nfuelling-point: 1_000\n", `
f.yaml:1:8: error: there is no key 'fuelling-point:1'
  |
1 | next: {fuelling-point:1}
  |        ^^^^^^^^^^^^^^^^ put a space behind the ':'
f.yaml:2:17: error: expected a whole number, found the number '1_000'
  |
2 | fuelling-point: 1_000
  |                 ^^^^^ did you mean '1000'?`},
	{"duplicate key, other problems too", "fuelling-point: 1\nnote: x\nnote: y\nnozle: 2\n", `
f.yaml:3:1: error: the key 'note' is given twice
  |
3 | note: y
  | ^^^^ it stands in line 2 already
f.yaml:4:1: error: there is no key 'nozle'
  |
4 | nozle: 2
  | ^^^^^ did you mean 'nozzle'?`},
	{"anchor and alias", "fuelling-point: &n 1\nnozzle: *n\n", `
f.yaml:1:17: error: the anchor '&n' is not used here
  |
1 | fuelling-point: &n 1
  |                 ^^ take it out
f.yaml:2:9: error: the alias '*n' is not used here
  |
2 | nozzle: *n
  |         ^^ write the value out`},
	{"merge key and tag", "fuelling-point: 1\n<<: {nozzle: 2}\nnote: !!str 1\n", `
f.yaml:2:1: error: the merge key '<<' is not used here
  |
2 | <<: {nozzle: 2}
  | ^^ write the keys out
f.yaml:3:7: error: the tag '!!str' is not used here
  |
3 | note: !!str 1
  |       ^^^^^ take it out`},
	{"leading zeros", "fuelling-point: 007\ntotals: {a: -00}\n", `
f.yaml:1:17: error: the number '007' has leading zeros
  |
1 | fuelling-point: 007
  |                 ^^^ write 7, or "007" if it is text
f.yaml:2:13: error: the number '-00' has leading zeros
  |
2 | totals: {a: -00}
  |             ^^^ write -0, or "-00" if it is text`},
	{"two documents", "fuelling-point: 1\n---\nfuelling-point: 2\n", `
f.yaml:2:1: error: a second document starts here
  |
2 | ---
  | ^^^ one file holds one document`},
	{"empty", "", `
f.yaml:1:1: error: the file holds nothing`},
	{"comments only", "# later\n", `
f.yaml:1:1: error: the file holds nothing
  |
1 | # later
  | ^`},
	{"tab", "next:\n\tnozzle: 1\n", `
f.yaml:2:1: error: a tab cannot indent
  |
2 | 	nozzle: 1
  | ^ indent with spaces`},
	{"a tab inside a line keeps the underline in place", "{note:\t1, nozle: 1,\tfuelling-point: 1}\n", "\n" +
		"f.yaml:1:11: error: there is no key 'nozle'\n" +
		"  |\n" +
		"1 | {note:\t1, nozle: 1,\tfuelling-point: 1}\n" +
		"  |       \t   ^^^^^ did you mean 'nozzle'?"},
	{"not UTF-8", "note: caf\xe9\n", `
f.yaml:1:10: error: the byte 0xe9 is not UTF-8 text
  |
1 | note: caf` + "\ufffd" + `
  |          ^ save the file as UTF-8`},
	{"columns count runes", "{note: 'é', nozle: 1, fuelling-point: 1}\n", `
f.yaml:1:13: error: there is no key 'nozle'
  |
1 | {note: 'é', nozle: 1, fuelling-point: 1}
  |             ^^^^^ did you mean 'nozzle'?`},
	{"control character", "note: a\x1b[31m\n", `
f.yaml:1:8: error: the control character U+001B
  |
1 | note: a` + "\ufffd" + `[31m
  |        ^ take it out`},
	{"a list for a key", "? [a]\n: b\nfuelling-point: 1\n", `
f.yaml:1:3: error: a key must be text, found a list
  |
1 | ? [a]
  |   ^^^`},
	{"a list for a map", "- a\n- b\n", `
f.yaml:1:1: error: expected a map, found a list
  |
1 | - a
  | ^`},
}

var syntaxErrors = []struct{ name, src, want string }{
	{"two colons", "a: b: c\n", `
f.yaml:1:5: error: a ':' has no place here
  |
1 | a: b: c
  |     ^ put the text in quotes, or check the indentation`},
	{"open list", "x: 1\na: [1, 2\nb: 3\n", `
f.yaml:2:4: error: this list is not closed, or a ',' is missing in it
  |
2 | a: [1, 2
  |    ^ close it with ']'`},
	{"the innermost open bracket is shown", "a: {x: 1, # {\n  y: '[',\n  z: [1,2}\n}\nb: 1\n", `
f.yaml:3:6: error: this list is not closed, or a ',' is missing in it
  |
3 |   z: [1,2}
  |      ^ close it with ']'`},
	{"open quote", "x: {a: 1,\n  b: 2}\na: \"foo\nb: 1\n", `
f.yaml:3:4: error: this quote is not closed
  |
3 | a: "foo
  |    ^ close it`},
	{"forbidden first character", "a: @x\n", `
f.yaml:1:4: error: a value cannot start with this character
  |
1 | a: @x
  |    ^ put the text in quotes`},
	{"indentation", "a:\n    b: 1\n  c: 2\n", `
f.yaml:3:3: error: this does not fit what stands above
  |
3 |   c: 2
  |   ^ check the indentation and the quotes`},
	{"indentation in a list, far below its start", "steps:\n  - a: 1\n  - b: 1\n  - c: 1\n  d: 2\n", `
f.yaml:5:3: error: this does not fit the list above
  |
5 |   d: 2
  |   ^ start the item with '- ', or check the indentation`},
	{"missing colon", "a: b\nc\nd: e\n", `
f.yaml:2:1: error: a ':' is missing behind this key
  |
2 | c
  | ^ write 'key: value'`},
	{"quote inside a quote", "a: 'it's'\n", `
f.yaml:1:8: error: this does not fit what stands above
  |
1 | a: 'it's'
  |        ^ check the indentation and the quotes`},
	{"escape", `a: "C:\quux"`, `
f.yaml:1:4: error: this escape is unknown
  |
1 | a: "C:\quux"
  |    ^ write \\ for a backslash, or use single quotes`},
	{"alias of nothing", "a: *x\n", `
f.yaml:1:4: error: an alias is not used here
  |
1 | a: *x
  |    ^ write the value out`},
}

func TestRefusals(t *testing.T) {
	for _, c := range refusals {
		t.Run(c.name, func(t *testing.T) {
			var s sale
			checkText(t, Decode("f.yaml", []byte(c.src), &s), c.want)
		})
	}
}

func TestSyntaxErrors(t *testing.T) {
	for _, c := range syntaxErrors {
		t.Run(c.name, func(t *testing.T) {
			_, err := Parse("f.yaml", []byte(c.src))
			checkText(t, err, c.want)
			_, err = Parse("f.yaml", []byte(strings.ReplaceAll(c.src, "\n", "\r\n")))
			checkText(t, err, c.want)
		})
	}
}

func checkText(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil {
		t.Fatal("no error")
	}
	if diff := cmp.Diff(strings.TrimPrefix(want, "\n"), err.Error()); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
