package veeder

import (
	"strings"
)

// reading is what a console does with the next character.
type reading uint8

const (
	noise    reading = iota // waits for SOH
	security                // collects the security code
	function                // collects the function code, or a security code that nobody wants
	data                    // collects the data of a set
)

// command is one command as it came in.
type command struct {
	code    code
	data    string
	unknown bool // answered with 9999FF1B
}

// reader is the console's input: it takes commands out of a stream of characters one by one.
type reader struct {
	state reading
	buf   [20 * 8]byte // the longest data: twenty floats
	n     int
	code  code
	want  int
	text  bool
}

// take adds a character; done says that it completes a command. code is the security code, empty where none is wanted.
func (r *reader) take(b byte, securityCode string) (c command, done bool) {
	switch b {
	case soh:
		c, done = r.end(false)
		r.begin(securityCode)
		return c, done
	case esc:
		r.state = noise
		return command{}, false
	case cr, etx, nul, lf:
		if r.state == data && b == lf && r.text {
			return command{}, false // no terminator of a text, and no character of it (B)
		}
		return r.end(b != lf)
	}
	if r.state == noise || r.state == data && b < 0x20 {
		return command{}, false
	}
	r.buf[r.n] = b
	r.n++
	switch r.state {
	case security:
		if r.n == codeLen {
			r.state, r.n = function, 0
			if string(r.buf[:codeLen]) != securityCode {
				r.state = noise
			}
		}
	case function:
		return r.named(securityCode == "")
	case data:
		if r.n == r.want {
			return r.complete()
		}
	}
	return command{}, false
}

func (r *reader) begin(securityCode string) {
	r.n, r.state = 0, function
	if securityCode != "" {
		r.state = security
	}
}

// named looks at what may be a function code. A console without security passes over six characters of a code that it
// does not want; digits in practice, so a function code is told from them by its letter (C).
func (r *reader) named(open bool) (command, bool) {
	s := string(r.buf[:r.n])
	switch {
	case r.n == funcLen && (!open || isAlpha(s[0])):
		return r.known(s)
	case r.n == funcLen+1 && !isLetter(s[funcLen]):
		return r.refuse()
	case r.n == codeLen+funcLen:
		return r.known(s[codeLen:])
	}
	return command{}, false
}

func isAlpha(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

func (r *reader) refuse() (command, bool) {
	r.state = noise
	return command{unknown: true}, true
}

// known goes on after a function code.
func (r *reader) known(s string) (command, bool) {
	k, ok := parseCode(s)
	info, there := functions[k.function]
	if !ok || !there || k.device > info.scope.last() || k.set && info.kind == none {
		return r.refuse()
	}
	r.code, r.n, r.state = k, 0, noise
	if !k.set {
		return command{code: k}, true
	}
	r.state = data
	r.want, r.text = info.size(k.format)
	return command{}, false
}

// complete hands over a set.
func (r *reader) complete() (command, bool) {
	r.state = noise
	return command{code: r.code, data: string(r.buf[:r.n])}, true
}

// end is a terminator, or an SOH in the middle of a command: the short form and texts are complete by it. What is left
// over of anything else that began like a command is unknown (C); a text is abandoned where it did not end by itself.
func (r *reader) end(endsText bool) (command, bool) {
	s := string(r.buf[:r.n])
	switch state := r.state; {
	case state == data && r.text:
		if endsText {
			return r.complete()
		}
	case state == data:
		return r.refuse()
	case state == function && (s == ShortInventory.String() || strings.HasSuffix(s, ShortInventory.String()) && r.n == codeLen+3):
		r.state = noise
		return command{code: code{function: ShortInventory, format: Display}}, true
	case state == function && r.n > 0:
		return r.refuse()
	}
	r.state = noise
	return command{}, false
}

// unfinished says whether a command has begun.
func (r *reader) unfinished() bool { return r.state != noise }
