package ifsf

// Data_Ids of a fuelling point. Their names and how far they are to be trusted are in table.go.
const (
	idName           = 1
	idDepth          = 2 // Nb_Tran_Buffer_Not_Paid
	idHistoric       = 3
	idNozzles        = 4
	idDefaultMode    = 7
	idState          = 20
	idNozzleState    = 21
	idAssigned       = 22
	idReleaseMode    = 23
	idZeroMode       = 24
	idNozzleMask     = 25
	idConfigLock     = 26
	idAmountPreset   = 27
	idVolumePreset   = 28
	idCurrentSeq     = 29
	idReleaser       = 30
	idSuspender      = 31
	idReleaseToken   = 32
	idFuellingMode   = 33
	idCurrentAmount  = 34
	idCurrentVolume  = 35
	idCurrentPrice   = 36
	idCurrentNozzle  = 37
	idCurrentProduct = 38
	idCurrentError   = 39
	idLastSeq        = 41
	idFrequency      = 59

	idOpen         = 60
	idClose        = 61
	idRelease      = 62
	idTerminate    = 63
	idSuspend      = 64
	idResume       = 65
	idClearDisplay = 66
	idLeak         = 67

	idAlarmMessage    = 80
	idStatusMessage   = 100
	idMultipleMessage = 101
	idRunningMessage  = 102
)

// Of a logical nozzle.
const (
	idProduct     = 1
	idPhysical    = 5
	idMeter1      = 7
	idVolumeTotal = 20
	idAmountTotal = 21
	idSalesTotal  = 22
)

// Of a product, and of a product per fuelling mode.
const (
	idProductNumber = 2
	idDescription   = 3

	idModeName = 1
	idPrice    = 2
)

// Of a transaction.
const (
	idSeq         = 1
	idSaleOwner   = 2
	idSaleToken   = 3
	idSaleMode    = 4
	idSaleAmount  = 5
	idSaleVolume  = 6
	idSalePrice   = 7
	idSaleNozzle  = 8
	idSaleProduct = 10
	idSaleError   = 12
	idSaleWarmth  = 13
	idHolder      = 20
	idSaleState   = 21
	idClearSale   = 30
	idLockSale    = 31
	idUnlockSale  = 32
	idBuffMessage = 100
)

// Trans_State (A).
const (
	saleCleared = 1
	salePayable = 2
	saleLocked  = 3
)

// Of an error.
const (
	idErrorType        = 1
	idErrorText        = 2
	idErrorCount       = 3
	idErrorPointState  = 5
	idErrorTypeMessage = 100
)

// Of the communication service, and of the calculator.
const (
	idLocalNode  = 2
	idRecipients = 3
	idInterval   = 4
	idAddNode    = 11
	idRemoveNode = 12

	idNbProducts  = 2
	idNbModes     = 3
	idNbMeters    = 4
	idNbPoints    = 5
	idDisplayMode = 10
	idAuthMode    = 11
	idStandAlone  = 12
	idMaxAuthTime = 13
)

const (
	depthDefault = 2  // unpaid transactions (B: public index id 13722471604)
	maxDepth     = 15 // (B)
	maxSeq       = 9999
)
