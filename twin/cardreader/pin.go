package cardreader

import (
	"errors"
	"strings"

	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/wire/emv"
)

// firstSerial is the serial number of terminal 0's pad before its first PIN (facts: payments.md section 3.4). The terminal's
// number is in the device's part of it.
var firstSerial = [10]byte{0xFF, 0xFF, 0x98, 0x76, 0x54, 0x32, 0x10, 0xE0, 0, 0}

// pad is the PIN pad's keys. Their counter outlives power cuts: a key is never used twice.
type pad struct {
	keys  emv.DUKPT
	spent bool
}

func newPad(number int) pad {
	s := firstSerial
	s[6] += byte(number)
	return pad{keys: emv.DUKPT{Base: emv.TestIssuerKey, Serial: s}}
}

// restore reads the last serial number from the store.
func (p *pad) restore(env *machine.Env) {
	env.Store().Replay(func(b []byte) {
		if len(b) == len(p.keys.Serial) {
			p.keys.Serial = [10]byte(b)
		}
	})
	_, err := p.keys.Next()
	p.spent = errors.Is(err, emv.ErrSpent)
}

// keep makes the serial number safe, before its key is used.
func (p *pad) keep(env *machine.Env) { env.Store().Replace(p.keys.Serial[:]) }

// enciphered makes the PIN block of what the holder typed, under the next key.
func (r *Reader) enciphered(env *machine.Env, typed payment.Secret) (block, serial payment.Secret, err error) {
	next, err := r.pad.keys.Next()
	if err != nil {
		return block, serial, err
	}
	r.pad.keys = next
	r.pad.keep(env)
	if block, err = next.EncryptPIN(typed, r.card.PAN); err != nil {
		return block, serial, err
	}
	return block, payment.NewSecret(strings.ToUpper(hexOf(next.Serial[2:]))), nil
}

// spend uses up the pad's keys.
func (r *Reader) spend(env *machine.Env) {
	r.pad.keys = r.pad.keys.Spent()
	r.pad.keep(env)
	r.checkPad(env)
}

// checkPad puts the terminal out of order when no key is left.
func (r *Reader) checkPad(env *machine.Env) {
	if _, err := r.pad.keys.Next(); err != nil && !r.pad.spent {
		r.pad.spent = true
		env.Tell(KeysSpent{})
	}
}

// askPIN waits for a PIN.
func (r *Reader) askPIN(env *machine.Env) {
	r.tries++
	env.Tell(PINAsked{r.tries})
	r.show(env, enterPIN)
	if r.insert.PIN == payment.PINNone {
		env.After(step, r.cfg.NoPIN)
		return
	}
	env.After(step, r.cfg.PIN.Span(env.Chance()))
}

// typed judges what the holder typed. A PIN for the issuer goes on unseen; one for the chip it judges at once.
func (r *Reader) typed(env *machine.Env) {
	online := r.online
	switch r.insert.PIN {
	case payment.PINNone:
		r.refuse(env, "no PIN was entered")
	case payment.PINShort:
		env.Tell(PINEntered{Right: false})
		r.again(env)
	case payment.PINBypass:
		if !r.cfg.Rules.Bypass {
			env.Tell(PINEntered{Right: false})
			r.again(env)
			return
		}
		env.Tell(PINBypassed{})
		r.pinOK = false
		r.present(env)
	case payment.PINWrong:
		if online {
			r.sealed(env, payment.NewSecret("0000"))
			return
		}
		env.Tell(PINEntered{Right: false})
		r.chipTries[r.card.Name]++
		if r.chipTries[r.card.Name] >= pinTries {
			r.refuse(env, "PIN tries exceeded")
			return
		}
		r.again(env)
	default:
		if online {
			r.sealed(env, r.card.PIN)
			return
		}
		delete(r.chipTries, r.card.Name)
		env.Tell(PINEntered{Right: true})
		r.present(env)
	}
}

// again asks once more, at most three times.
func (r *Reader) again(env *machine.Env) {
	if r.tries >= pinTries {
		r.refuse(env, "PIN tries exceeded")
		return
	}
	r.show(env, wrongPIN)
	r.askPIN(env)
}

// sealed presents the card with its PIN enciphered for the issuer.
func (r *Reader) sealed(env *machine.Env, typed payment.Secret) {
	block, serial, err := r.enciphered(env, typed)
	if err != nil {
		r.refuse(env, "terminal out of order")
		return
	}
	env.Tell(PINSealed{Counter: int(r.pad.keys.Counter())})
	r.block, r.serial, r.pinOK = block, serial, false
	r.present(env)
	r.checkPad(env)
}
