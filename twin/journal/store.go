package journal

// Store keeps what a party must not lose, as an append log. In virtual time it is a modelled disk: what was not flushed
// when the power went is gone.
type Store interface {
	// Append adds a record; it is not safe until Flush.
	Append(record []byte)
	// Flush makes everything appended so far safe.
	Flush()
	// Replay calls f with every safe record in order.
	Replay(f func(record []byte))
	// Replace swaps the whole log for records, at once and safely: how a party compacts its log.
	Replace(records ...[]byte)
}

// Disk is the modelled disk.
type Disk struct {
	safe, unsafe [][]byte
}

// Append adds a record to what a power cut would lose.
func (d *Disk) Append(record []byte) { d.unsafe = append(d.unsafe, append([]byte(nil), record...)) }

// Flush makes it safe.
func (d *Disk) Flush() {
	d.safe = append(d.safe, d.unsafe...)
	d.unsafe = d.unsafe[:0]
}

// Replay calls f with every safe record.
func (d *Disk) Replay(f func(record []byte)) {
	for _, r := range d.safe {
		f(r)
	}
}

// Replace swaps the log.
func (d *Disk) Replace(records ...[]byte) {
	d.safe, d.unsafe = nil, nil
	for _, r := range records {
		d.Append(r)
	}
	d.Flush()
}

// CutPower loses what was not flushed.
func (d *Disk) CutPower() { d.unsafe = d.unsafe[:0] }
