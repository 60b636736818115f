package unit

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// ParseError says why a text is not the quantity it should be.
type ParseError struct {
	Kind    string // what was to be read: "flow rate"
	Text    string // what was found
	Problem string // what is wrong, in plain words
	Fix     string // the text that was probably meant and can be read; "" when unclear
}

// Error returns all of it in one line.
func (e *ParseError) Error() string {
	message := e.Message()
	if e.Fix != "" {
		message += fmt.Sprintf("; did you mean %s?", shown(e.Fix))
	}
	return message
}

// Message is Error without the fix.
func (e *ParseError) Message() string {
	return fmt.Sprintf("%s is not %s: %s", shown(e.Text), withArticle(e.Kind), e.Problem)
}

// slip is a reader's answer when it cannot read: parse makes it an error.
type slip struct {
	problem string
	fix     string
}

// withNumber puts the number that was read before a fix that is only a unit.
func (s *slip) withNumber(n number) *slip {
	if s.fix != "" {
		s.fix = n.String() + " " + s.fix
	}
	return s
}

func tooLarge() *slip { return &slip{problem: "the number is too large"} }

// parse runs read and turns its slip into a ParseError. A fix that cannot be
// read itself is worse than none and is left out.
func parse[T any](kind, text string, read func(string) (T, *slip)) (T, error) {
	v, s := read(text)
	if s == nil {
		return v, nil
	}
	if s.fix != "" {
		if _, again := read(s.fix); again != nil {
			s.fix = ""
		}
	}
	var zero T
	return zero, &ParseError{Kind: kind, Text: text, Problem: s.problem, Fix: s.fix}
}

// unmarshal sets *into from text, or leaves it alone when parse refuses.
func unmarshal[T any](into *T, text []byte, parse func(string) (T, error)) error {
	v, err := parse(string(text))
	if err != nil {
		return err
	}
	*into = v
	return nil
}

// scale is a unit a text may be written in and its size in base units.
type scale struct {
	name string
	size uint64
}

// readScaled reads a number and one of the scales, exactly. The first scale is
// the one suggested when none is written; finest names the base unit.
func readScaled(text string, scales []scale, finest string) (int64, *slip) {
	n, name, s := leadingNumber(text)
	if s != nil {
		return 0, s
	}
	names := make([]string, len(scales))
	for i, sc := range scales {
		names[i] = sc.name
		if sc.name != name {
			continue
		}
		q, rem, ok := mulDiv(n.digits, sc.size, pow10[n.decimals])
		if rem != 0 {
			return 0, &slip{problem: "finer than " + finest}
		}
		v, fits := join(q, n.negative)
		if !ok || !fits {
			return 0, tooLarge()
		}
		return v, nil
	}
	return 0, unknownUnit(n, name, names)
}

// unknownUnit is the slip for a number followed by none of names.
func unknownUnit(n number, name string, names []string) *slip {
	if name == "" {
		s := &slip{problem: "the unit is missing, expected " + oneOf(names), fix: names[0]}
		return s.withNumber(n)
	}
	s := &slip{
		problem: fmt.Sprintf("there is no unit %s here, expected %s", shown(name), oneOf(names)),
		fix:     likelyUnit(name, names),
	}
	return s.withNumber(n)
}

// number is an exact decimal as written.
type number struct {
	negative bool
	digits   uint64 // without the point
	decimals uint8  // 0 to 18
}

func (n number) String() string {
	return decimal(n.digits, n.negative, n.decimals, n.decimals)
}

// leadingNumber reads "-12.50" from the front of text and returns the rest, with
// at most one space before it taken away.
func leadingNumber(text string) (n number, rest string, s *slip) {
	body, negative := strings.CutPrefix(text, "-")
	whole, rest := leadingDigits(body)
	if whole == "" {
		return number{}, "", noNumber(text, body)
	}
	if len(whole) > 1 && whole[0] == '0' {
		s := &slip{problem: "the number starts with a zero"}
		s.fix = strings.Replace(text, whole, strings.TrimLeft(whole[:len(whole)-1], "0")+whole[len(whole)-1:], 1)
		return number{}, "", s
	}
	fraction := ""
	if after, found := strings.CutPrefix(rest, "."); found {
		if fraction, rest = leadingDigits(after); fraction == "" {
			return number{}, "", &slip{problem: "no digit follows the point", fix: strings.Replace(text, ".", "", 1)}
		}
	}
	if strings.HasPrefix(rest, ",") {
		return number{}, "", &slip{problem: "the decimal mark is a point", fix: strings.Replace(text, ",", ".", 1)}
	}
	if len(fraction) >= len(pow10) {
		return number{}, "", &slip{problem: fmt.Sprintf("more than %d decimals", len(pow10)-1)}
	}
	digits, err := strconv.ParseUint(whole+fraction, 10, 64)
	if errors.Is(err, strconv.ErrRange) {
		return number{}, "", tooLarge()
	}
	return number{negative: negative, digits: digits, decimals: uint8(len(fraction))}, strings.TrimPrefix(rest, " "), nil
}

func noNumber(text, body string) *slip {
	switch {
	case text == "":
		return &slip{problem: "it is empty"}
	case strings.HasPrefix(text, "+"):
		return &slip{problem: "a plus sign has no place here", fix: text[1:]}
	case strings.HasPrefix(body, "."):
		return &slip{problem: "no digit stands before the point", fix: strings.Replace(text, ".", "0.", 1)}
	case strings.TrimSpace(text) != text:
		return &slip{problem: "it starts with a space", fix: strings.TrimSpace(text)}
	}
	return &slip{problem: "it does not start with a number"}
}

func leadingDigits(text string) (digits, rest string) {
	end := 0
	for end < len(text) && '0' <= text[end] && text[end] <= '9' {
		end++
	}
	return text[:end], text[end:]
}

// decimal prints magnitude*10^-decimals, zeros at the end left out down to
// atLeast decimals.
func decimal(magnitude uint64, negative bool, decimals, atLeast uint8) string {
	digits := strconv.FormatUint(magnitude, 10)
	if missing := int(decimals) + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	whole, fraction := digits[:len(digits)-int(decimals)], digits[len(digits)-int(decimals):]
	for len(fraction) > int(atLeast) && fraction[len(fraction)-1] == '0' {
		fraction = fraction[:len(fraction)-1]
	}
	if fraction != "" {
		whole += "." + fraction
	}
	if negative && magnitude != 0 {
		whole = "-" + whole
	}
	return whole
}
