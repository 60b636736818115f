package dart

// Rules of TX#, the block sequence number (section 1.4 of the fact sheet).

// nextTX counts on: after F comes 1, since 0 is kept for a restart (A).
func nextTX(tx byte) byte {
	if tx >= 0x0F {
		return 1
	}
	return tx + 1
}

// ruling is what a receiver does with a block.
type ruling uint8

const (
	accept    ruling = iota // new: acknowledge and use it
	duplicate               // acknowledge, do not use it again
	reject                  // NAK
)

// received remembers the last block accepted from a peer.
type received struct {
	any   bool
	tx    byte
	check uint16
}

func (r *received) took(b block) { r.any, r.tx, r.check = true, b.tx, b.check }

// strict follows the specification (B): the number last accepted is a duplicate, also when it is 0; another 0 is a peer
// that restarted; the one expected is new; any other is adopted when nothing was accepted yet, and refused otherwise.
func (r *received) strict(b block) ruling {
	switch {
	case !r.any:
		return accept
	case b.tx == r.tx:
		return duplicate
	case b.tx == 0 || b.tx == nextTX(r.tx):
		return accept
	}
	return reject
}

// lenient serves masters that always send TX# 0 (A): a second 0 is a duplicate only when it is the same block again
// and no poll was heard between, which is how a lost acknowledgement looks. It lets F be followed by 0 as strict does.
func (r *received) lenient(b block, polled bool) ruling {
	if r.any && b.tx == 0 && r.tx == 0 && (polled || b.check != r.check) {
		return accept
	}
	return r.strict(b)
}

// tolerant is the master's rule: it drops duplicates and takes everything else, since a sale refused for its number
// is a sale lost. A pump that restarts twice sends two different blocks 0, so at 0 the check sum decides (C: reasoning).
func (r *received) tolerant(b block) ruling {
	if r.any && b.tx == r.tx && (b.tx != 0 || b.check == r.check) {
		return duplicate
	}
	return accept
}
