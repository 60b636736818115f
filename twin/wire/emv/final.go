package emv

import (
	"errors"
	"fmt"

	"github.com/forecourt/forecourt/twin/payment"
)

// Cryptogram is what a card's GENERATE AC ends with: the type in tag 9F27.
type Cryptogram byte

// The types of cryptogram (EMV book 3 section 6.5.5; K).
const (
	AAC Cryptogram = 0x00    // declined
	TC  Cryptogram = 0x40    // approved
	Ask Cryptogram = cidARQC // the issuer is asked
)

// String names the type as terminals print it.
func (c Cryptogram) String() string {
	switch c {
	case TC:
		return "TC"
	case Ask:
		return "ARQC"
	}
	return "AAC"
}

// Final is how a chip transaction ended.
type Final struct {
	Cryptogram    Cryptogram
	Authenticated bool // the issuer's answer carried a right ARPC
	Scripts       int  // that the card has carried out
	Failed        int  // that it has not
	Why           string
}

// SecondAC is the card's second GENERATE AC: it checks the issuer's answer, carries out its scripts, and says TC where the
// answer is right and approves. An answer without any data for the chip, as from an issuer that does no chip, is taken by
// its code alone: most cards' issuers let them (C). Scripts of an answer that is not authentic are not carried out.
func SecondAC(request, answer payment.Secret, pan payment.PAN, psn string, approved bool) Final {
	f := Final{Cryptogram: AAC}
	if !answer.IsZero() {
		if err := CheckAnswer(request, answer, pan, psn); err != nil {
			f.Why = "the issuer's answer is not authentic"
			return f
		}
		f.Authenticated = true
		f.run(answer)
	}
	if approved {
		f.Cryptogram = TC
	} else {
		f.Why = "declined by the issuer"
	}
	return f
}

// run carries out the scripts of an answer: templates 71 and 72, each with an identifier and commands in tag 86. A
// command needs the four bytes of its head.
func (f *Final) run(answer payment.Secret) {
	objects, _, err := unwrap(answer, "00")
	if err != nil {
		return // CheckAnswer has read it before
	}
	for _, o := range objects {
		if o.Tag != TagScript71 && o.Tag != TagScript72 {
			continue
		}
		good := false
		for _, c := range o.Parts {
			if c.Tag == TagScriptCommand {
				good = len(c.Value) >= 4
			}
		}
		if good {
			f.Scripts++
		} else {
			f.Failed++
		}
	}
}

// ErrScript says that a script cannot be written.
var ErrScript = errors.New("emv: a script needs template 71 or 72 and a command of 4 to 255 bytes")

// WithScript adds an issuer script of one command to the data of an answer.
func WithScript(answer payment.Secret, template Tag, command []byte) (payment.Secret, error) {
	if template != TagScript71 && template != TagScript72 || len(command) < 4 || len(command) > 255 {
		return payment.Secret{}, ErrScript
	}
	objects, _, err := unwrap(answer, "00")
	if err != nil {
		return payment.Secret{}, fmt.Errorf("emv: the answer: %w", err)
	}
	return wrap(append(objects, TLV{Tag: template, Parts: []TLV{{Tag: TagScriptCommand, Value: command}}}))
}
