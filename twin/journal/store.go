package journal

// Store keeps what a party must not lose, as an append log. In virtual time it is a modelled disk: what was not flushed
// when the power went is gone.
type Store interface {
	// Append adds a record; it is not safe until Flush.
	Append(record []byte)
	// Flush makes everything appended so far safe.
	Flush()
	// Replay calls f with every safe record in order. A record is valid during the call only.
	Replay(f func(record []byte))
	// Replace swaps the whole log for records, at once and safely: how a party compacts its log.
	Replace(records ...[]byte)
}

// Disk is the modelled disk: its records in a row.
type Disk struct {
	data []byte
	ends []int // of the records
	safe int   // records that a power cut leaves
}

// Append adds a record to what a power cut would lose.
func (d *Disk) Append(record []byte) {
	d.data = append(d.data, record...)
	d.ends = append(d.ends, len(d.data))
}

// Flush makes it safe.
func (d *Disk) Flush() { d.safe = len(d.ends) }

// Replay calls f with every safe record.
func (d *Disk) Replay(f func(record []byte)) {
	from := 0
	for _, end := range d.ends[:d.safe] {
		f(d.data[from:end:end])
		from = end
	}
}

// Replace swaps the log.
func (d *Disk) Replace(records ...[]byte) {
	d.data, d.ends = d.data[:0], d.ends[:0]
	for _, r := range records {
		d.Append(r)
	}
	d.Flush()
}

// CutPower loses what was not flushed.
func (d *Disk) CutPower() {
	d.ends = d.ends[:d.safe]
	d.data = d.data[:d.end()]
}

// end is where the last record ends.
func (d *Disk) end() int {
	if n := len(d.ends); n > 0 {
		return d.ends[n-1]
	}
	return 0
}
