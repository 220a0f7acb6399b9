//! Two ledgers over one database, as two processes have them: nothing is given out twice, and what one does the other one hears.
