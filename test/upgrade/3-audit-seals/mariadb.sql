CREATE TABLE `keyward_account` (
  `user_id` varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `security_epoch` int(11) NOT NULL DEFAULT 0,
  `password_changed_at` bigint(20) DEFAULT NULL,
  `temporary_until` bigint(20) DEFAULT NULL,
  `last_sign_in_at` bigint(20) DEFAULT NULL,
  `webauthn_handle` varchar(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `code_failures` int(11) NOT NULL DEFAULT 0,
  `version` int(11) NOT NULL DEFAULT 0,
  PRIMARY KEY (`user_id`),
  CONSTRAINT `keyward_account_owner` FOREIGN KEY (`user_id`) REFERENCES `keyward_user` (`id`) ON DELETE CASCADE ON UPDATE NO ACTION
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `keyward_account` (`user_id`, `security_epoch`, `password_changed_at`, `temporary_until`, `last_sign_in_at`, `webauthn_handle`, `code_failures`, `version`) VALUES ('01a20d6d-5a00-71c8-8d68-3c1415277c35',1,NULL,NULL,1795521600000,NULL,0,13);
INSERT INTO `keyward_account` (`user_id`, `security_epoch`, `password_changed_at`, `temporary_until`, `last_sign_in_at`, `webauthn_handle`, `code_failures`, `version`) VALUES ('01a20d6d-5a00-7213-84e5-27092380c41c',0,NULL,NULL,NULL,NULL,0,0);
CREATE TABLE `keyward_api_key` (
  `id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `user_id` varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `name` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `name_key` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `name_folded` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `digest` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `key_id` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `previous_digest` varchar(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `previous_until` bigint(20) DEFAULT NULL,
  `previous_issued_at` bigint(20) DEFAULT NULL,
  `hint` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `scopes` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `lifetime_days` int(11) DEFAULT NULL,
  `created_at` bigint(20) NOT NULL,
  `issued_at` bigint(20) NOT NULL,
  `expires_at` bigint(20) DEFAULT NULL,
  `last_used_at` bigint(20) DEFAULT NULL,
  `last_used_ip` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `disabled` tinyint(4) NOT NULL,
  `conditions` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `metadata` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `version` int(11) NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  UNIQUE KEY `keyward_api_key_digest` (`digest`),
  UNIQUE KEY `keyward_api_key_user_id_name_key` (`user_id`,`name_key`),
  KEY `keyward_api_key_previous_digest` (`previous_digest`),
  KEY `keyward_api_key_user_id_id` (`user_id`,`id`),
  KEY `keyward_api_key_expires_at` (`expires_at`),
  CONSTRAINT `keyward_api_key_owner` FOREIGN KEY (`user_id`) REFERENCES `keyward_account` (`user_id`) ON DELETE CASCADE ON UPDATE NO ACTION
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `keyward_api_key` (`id`, `user_id`, `name`, `name_key`, `name_folded`, `digest`, `key_id`, `previous_digest`, `previous_until`, `previous_issued_at`, `hint`, `scopes`, `lifetime_days`, `created_at`, `issued_at`, `expires_at`, `last_used_at`, `last_used_ip`, `disabled`, `conditions`, `metadata`, `version`) VALUES ('01a20d6d-5a00-748c-b164-91605c18f0e5','01a20d6d-5a00-71c8-8d68-3c1415277c35','nightly','2a3b62b53ddb9f167b63d22202a360811ba78df015021f704d01ee9abad4169c','nightly','20052a4475b7870e4a530b3b5e6d3b2d1506cca6f2fdd1ddf55d3032f52e4346','700e717e',NULL,NULL,NULL,'kwk_EJUu…W9oD','[\"*\"]',30,1795521600000,1795521600000,1798113600000,NULL,NULL,0,NULL,NULL,0);
CREATE TABLE `keyward_attempt` (
  `key` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `count` int(11) NOT NULL,
  `ends_at` bigint(20) NOT NULL,
  PRIMARY KEY (`key`),
  KEY `keyward_attempt_ends_at` (`ends_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `keyward_attempt` (`key`, `count`, `ends_at`) VALUES ('acd69ae79d4b8d4d7341aa055778a60fb6a560b22863fafa03b6604a99ff3388',1,1798113600000);
CREATE TABLE `keyward_audit_event` (
  `id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `type` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `at` bigint(20) NOT NULL,
  `actor_kind` varchar(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `actor_id` varchar(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `actor_name` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `subject_kind` varchar(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `subject_id` varchar(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `subject_name` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `subject_hint` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `user_id` varchar(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `ip` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `user_agent` varchar(256) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `outcome` varchar(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `reason` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `note` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `count` int(11) NOT NULL DEFAULT 1,
  `mac` varchar(80) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `seal` int(11) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `keyward_audit_event_user_id_id` (`user_id`,`id`),
  KEY `keyward_audit_event_actor_id_id` (`actor_id`,`id`),
  KEY `keyward_audit_event_subject_id_id` (`subject_id`,`id`),
  KEY `keyward_audit_event_type_id` (`type`,`id`),
  KEY `keyward_audit_event_ip_id` (`ip`,`id`),
  KEY `keyward_audit_event_outcome_id` (`outcome`,`id`),
  KEY `keyward_audit_event_seal_id` (`seal`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `keyward_audit_event` (`id`, `type`, `at`, `actor_kind`, `actor_id`, `actor_name`, `subject_kind`, `subject_id`, `subject_name`, `subject_hint`, `user_id`, `ip`, `user_agent`, `outcome`, `reason`, `note`, `count`, `mac`, `seal`) VALUES ('01a20d6d-5a00-70b3-9e8e-70195a828dfe','totp.confirmed',1795521600000,'host','host',NULL,'user','01a20d6d-5a00-71c8-8d68-3c1415277c35','ada',NULL,'01a20d6d-5a00-71c8-8d68-3c1415277c35',NULL,NULL,'success',NULL,NULL,1,'700e717e.58d7b67ca4269de6a5a152770635b95de6e6f62d1d82fd06b7bd7ae6afde7380',NULL);
INSERT INTO `keyward_audit_event` (`id`, `type`, `at`, `actor_kind`, `actor_id`, `actor_name`, `subject_kind`, `subject_id`, `subject_name`, `subject_hint`, `user_id`, `ip`, `user_agent`, `outcome`, `reason`, `note`, `count`, `mac`, `seal`) VALUES ('01a20d6d-5a00-7127-9e95-6908231210bc','ssh_private_key.created',1795521600000,'host','host',NULL,'ssh_private_key','01a20d6d-5a00-7814-b61e-85918800c646','deploy','SHA256:bTQFw15mo2WR0a8uW2Hr7NHDz0+uEZM7dbV2xeyLfNs','01a20d6d-5a00-71c8-8d68-3c1415277c35',NULL,NULL,'success',NULL,NULL,1,'700e717e.681dcc34414f2b683e927205836929f425f4032ad70598f410ad3e26c37e33b5',NULL);
INSERT INTO `keyward_audit_event` (`id`, `type`, `at`, `actor_kind`, `actor_id`, `actor_name`, `subject_kind`, `subject_id`, `subject_name`, `subject_hint`, `user_id`, `ip`, `user_agent`, `outcome`, `reason`, `note`, `count`, `mac`, `seal`) VALUES ('01a20d6d-5a00-726d-8a12-b79d29d86d97','user.created',1795521600000,'host','host',NULL,'user','01a20d6d-5a00-7213-84e5-27092380c41c','linus',NULL,'01a20d6d-5a00-7213-84e5-27092380c41c',NULL,NULL,'success',NULL,NULL,1,'700e717e.0aa0830edea08ac6996ae0ae5482c12f9d68a4cbf7e63e3a701581de56aa73a2',NULL);
INSERT INTO `keyward_audit_event` (`id`, `type`, `at`, `actor_kind`, `actor_id`, `actor_name`, `subject_kind`, `subject_id`, `subject_name`, `subject_hint`, `user_id`, `ip`, `user_agent`, `outcome`, `reason`, `note`, `count`, `mac`, `seal`) VALUES ('01a20d6d-5a00-7291-a9e3-766ec0ec32c4','ssh_key.created',1795521600000,'host','host',NULL,'ssh_key','01a20d6d-5a00-7280-9ed4-7cb9187743ca','laptop','SHA256:xTvqhtGkpIxDwptpSBxBLTi8+yKnMtvoeDDvgLI3oFk','01a20d6d-5a00-71c8-8d68-3c1415277c35',NULL,NULL,'success',NULL,NULL,1,'700e717e.7be50b8458543b4b681a88aba883fff7e572a45d524dcc7557f0127cfb2c3aa5',NULL);
INSERT INTO `keyward_audit_event` (`id`, `type`, `at`, `actor_kind`, `actor_id`, `actor_name`, `subject_kind`, `subject_id`, `subject_name`, `subject_hint`, `user_id`, `ip`, `user_agent`, `outcome`, `reason`, `note`, `count`, `mac`, `seal`) VALUES ('01a20d6d-5a00-73af-b94f-527f66c34989','ssh_grants.changed',1795521600000,'host','host',NULL,'ssh_grants','ssh_grants',NULL,NULL,NULL,NULL,NULL,'success',NULL,NULL,1,'700e717e.c2fa2ec49f7d437b1e943e5541b11e1c6bba76603271e77f7d4eb80e7cc7ff75',NULL);
INSERT INTO `keyward_audit_event` (`id`, `type`, `at`, `actor_kind`, `actor_id`, `actor_name`, `subject_kind`, `subject_id`, `subject_name`, `subject_hint`, `user_id`, `ip`, `user_agent`, `outcome`, `reason`, `note`, `count`, `mac`, `seal`) VALUES ('01a20d6d-5a00-7618-bae9-f1954ea00d53','policy.changed',1795521600000,'host','host',NULL,'policy','organization:acme',NULL,NULL,NULL,NULL,NULL,'success',NULL,NULL,1,'700e717e.4cb654d28a544788ead2ff70cd1616769f337216cb5685352b5faf636a1b8664',NULL);
INSERT INTO `keyward_audit_event` (`id`, `type`, `at`, `actor_kind`, `actor_id`, `actor_name`, `subject_kind`, `subject_id`, `subject_name`, `subject_hint`, `user_id`, `ip`, `user_agent`, `outcome`, `reason`, `note`, `count`, `mac`, `seal`) VALUES ('01a20d6d-5a00-769c-b9fc-756ede893790','ssh_host.created',1795521600000,'host','host',NULL,'ssh_host','01a20d6d-5a00-797a-95d4-cd0b2fa60cd4','bastion.example.com',NULL,NULL,NULL,NULL,'success',NULL,NULL,1,'700e717e.c66543bee8571aae3574cc54690bbdb02b0479fb9136910132d857901b18dbac',NULL);
INSERT INTO `keyward_audit_event` (`id`, `type`, `at`, `actor_kind`, `actor_id`, `actor_name`, `subject_kind`, `subject_id`, `subject_name`, `subject_hint`, `user_id`, `ip`, `user_agent`, `outcome`, `reason`, `note`, `count`, `mac`, `seal`) VALUES ('01a20d6d-5a00-7845-8989-10d0c630ece2','token.created',1795521600000,'host','host',NULL,'token','01a20d6d-5a00-7216-9b29-ef4af28c3645','short','kwt_3IeN…WIDr','01a20d6d-5a00-71c8-8d68-3c1415277c35',NULL,NULL,'success',NULL,NULL,1,'700e717e.c3c3d99b94ea0c037b65389d66e0215b0f73f6495bd17366e9af0f079fa50db8',NULL);
INSERT INTO `keyward_audit_event` (`id`, `type`, `at`, `actor_kind`, `actor_id`, `actor_name`, `subject_kind`, `subject_id`, `subject_name`, `subject_hint`, `user_id`, `ip`, `user_agent`, `outcome`, `reason`, `note`, `count`, `mac`, `seal`) VALUES ('01a20d6d-5a00-7949-9ffc-0e9e5e21369c','session.created',1795521600000,'user','01a20d6d-5a00-71c8-8d68-3c1415277c35','ada','session','01a20d6d-5a00-7cff-a772-9b0fdfc1a84a',NULL,NULL,'01a20d6d-5a00-71c8-8d68-3c1415277c35','203.0.113.5','a browser','success',NULL,NULL,1,'700e717e.ba860ef2ac82bb93796a5e4ef8f68be8f4fb32ae8b8e1dbd0b7f73e667bc8744',NULL);
INSERT INTO `keyward_audit_event` (`id`, `type`, `at`, `actor_kind`, `actor_id`, `actor_name`, `subject_kind`, `subject_id`, `subject_name`, `subject_hint`, `user_id`, `ip`, `user_agent`, `outcome`, `reason`, `note`, `count`, `mac`, `seal`) VALUES ('01a20d6d-5a00-7c44-8924-ec647af82438','user.created',1795521600000,'host','host',NULL,'user','01a20d6d-5a00-71c8-8d68-3c1415277c35','ada',NULL,'01a20d6d-5a00-71c8-8d68-3c1415277c35',NULL,NULL,'success',NULL,NULL,1,'700e717e.5d7eea91186774096317c6dd500e6450e72197dee0d9897c96ea65d2a331b0d5',NULL);
INSERT INTO `keyward_audit_event` (`id`, `type`, `at`, `actor_kind`, `actor_id`, `actor_name`, `subject_kind`, `subject_id`, `subject_name`, `subject_hint`, `user_id`, `ip`, `user_agent`, `outcome`, `reason`, `note`, `count`, `mac`, `seal`) VALUES ('01a20d6d-5a00-7dc0-b515-8ca049c76724','api_key.created',1795521600000,'host','host',NULL,'api_key','01a20d6d-5a00-748c-b164-91605c18f0e5','nightly','kwk_EJUu…W9oD','01a20d6d-5a00-71c8-8d68-3c1415277c35',NULL,NULL,'success',NULL,NULL,1,'700e717e.3c948afec6db4e937a8b879451775cb5692ac8ae0cea42b7765bf295daa5ee95',NULL);
CREATE TABLE `keyward_audit_seal` (
  `number` int(11) NOT NULL,
  `from_id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `to_id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `row_count` int(11) NOT NULL,
  `root` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `previous` varchar(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `at` bigint(20) NOT NULL,
  `pruned_at` bigint(20) DEFAULT NULL,
  `ids` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `mac` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `key_id` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (`number`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE TABLE `keyward_canary` (
  `id` int(11) NOT NULL,
  `sealed` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `key_id` varchar(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `keyward_canary` (`id`, `sealed`, `key_id`) VALUES (1,'1.9tBC7H8fMQ5E2qochw79BNVqgSXoiBEQsJp_XS-gaFgt7Zm_1sr-kth577e15o7Rb7r4xpJIY7SuPb-c.ZjWvf-xohesNBiLkYFOcqAE4ok_dfVNjA1Nyk037Bzd_E50','700e717e');
CREATE TABLE `keyward_challenge` (
  `digest` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `purpose` varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `holder` varchar(80) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `expires_at` bigint(20) NOT NULL,
  PRIMARY KEY (`digest`),
  KEY `keyward_challenge_expires_at` (`expires_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE TABLE `keyward_device_code` (
  `id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `digest` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `key_id` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `user_code_digest` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `client_id` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `scopes` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `ip` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `user_agent` varchar(256) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `created_at` bigint(20) NOT NULL,
  `expires_at` bigint(20) NOT NULL,
  `interval_seconds` int(11) NOT NULL,
  `last_polled_at` bigint(20) DEFAULT NULL,
  `state` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `user_id` varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `security_epoch` int(11) DEFAULT NULL,
  `lifetime_hours` int(11) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `keyward_device_code_digest` (`digest`),
  UNIQUE KEY `keyward_device_code_user_code_digest` (`user_code_digest`),
  KEY `keyward_device_code_user_id` (`user_id`),
  KEY `keyward_device_code_expires_at` (`expires_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE TABLE `keyward_notice` (
  `id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `kind` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `user_id` varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `at` bigint(20) NOT NULL,
  `facts` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `key_id` varchar(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `tries` int(11) NOT NULL DEFAULT 0,
  `next_at` bigint(20) NOT NULL,
  `version` int(11) NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  KEY `keyward_notice_next_at_id` (`next_at`,`id`),
  KEY `keyward_notice_user_id` (`user_id`),
  CONSTRAINT `keyward_notice_owner` FOREIGN KEY (`user_id`) REFERENCES `keyward_account` (`user_id`) ON DELETE CASCADE ON UPDATE NO ACTION
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE TABLE `keyward_one_time_link` (
  `id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `user_id` varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `kind` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `digest` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `key_id` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `security_epoch` int(11) NOT NULL,
  `created_at` bigint(20) NOT NULL,
  `expires_at` bigint(20) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `keyward_one_time_link_digest` (`digest`),
  KEY `keyward_one_time_link_user_id_id` (`user_id`,`id`),
  KEY `keyward_one_time_link_expires_at` (`expires_at`),
  CONSTRAINT `keyward_one_time_link_owner` FOREIGN KEY (`user_id`) REFERENCES `keyward_account` (`user_id`) ON DELETE CASCADE ON UPDATE NO ACTION
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE TABLE `keyward_pending_sign_in` (
  `id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `user_id` varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `digest` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `key_id` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `kind` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `amr` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `proved_keys` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `vouched` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `security_epoch` int(11) NOT NULL,
  `bound_to` varchar(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `attempts` int(11) NOT NULL DEFAULT 0,
  `created_at` bigint(20) NOT NULL,
  `expires_at` bigint(20) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `keyward_pending_sign_in_digest` (`digest`),
  KEY `keyward_pending_sign_in_user_id_id` (`user_id`,`id`),
  KEY `keyward_pending_sign_in_expires_at` (`expires_at`),
  CONSTRAINT `keyward_pending_sign_in_owner` FOREIGN KEY (`user_id`) REFERENCES `keyward_account` (`user_id`) ON DELETE CASCADE ON UPDATE NO ACTION
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE TABLE `keyward_policy` (
  `scope` varchar(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `policy` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `switched_on` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `version` int(11) NOT NULL,
  `updated_at` bigint(20) NOT NULL,
  PRIMARY KEY (`scope`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `keyward_policy` (`scope`, `policy`, `switched_on`, `version`, `updated_at`) VALUES ('organization:acme','{\"apiKeys\":{\"maxPerUser\":37}}','{}',1,1795521600000);
CREATE TABLE `keyward_recovery_code` (
  `id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `user_id` varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `digest` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `key_id` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `keyward_recovery_code_user_id_digest` (`user_id`,`digest`),
  CONSTRAINT `keyward_recovery_code_owner` FOREIGN KEY (`user_id`) REFERENCES `keyward_account` (`user_id`) ON DELETE CASCADE ON UPDATE NO ACTION
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE TABLE `keyward_revision` (
  `id` int(11) NOT NULL,
  `value` int(11) NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `keyward_revision` (`id`, `value`) VALUES (1,3);
INSERT INTO `keyward_revision` (`id`, `value`) VALUES (2,1);
CREATE TABLE `keyward_security_key` (
  `id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `user_id` varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `name` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `name_key` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `credential_id` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `credential_digest` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `public_key` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `counter` bigint(20) NOT NULL,
  `transports` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `backup_eligible` tinyint(4) NOT NULL,
  `backed_up` tinyint(4) NOT NULL,
  `attested` tinyint(4) NOT NULL,
  `aaguid` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `passkey` tinyint(4) NOT NULL,
  `suspect` tinyint(4) NOT NULL,
  `created_at` bigint(20) NOT NULL,
  `last_used_at` bigint(20) DEFAULT NULL,
  `mac` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `key_id` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `version` int(11) NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  UNIQUE KEY `keyward_security_key_credential_digest` (`credential_digest`),
  UNIQUE KEY `keyward_security_key_user_id_name_key` (`user_id`,`name_key`),
  CONSTRAINT `keyward_security_key_owner` FOREIGN KEY (`user_id`) REFERENCES `keyward_account` (`user_id`) ON DELETE CASCADE ON UPDATE NO ACTION
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE TABLE `keyward_service_account` (
  `id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `name` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `name_key` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `name_folded` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `description` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `organization_id` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `disabled` tinyint(4) NOT NULL,
  `created_at` bigint(20) NOT NULL,
  `version` int(11) NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  UNIQUE KEY `keyward_service_account_name_key` (`name_key`),
  KEY `keyward_service_account_organization_id_id` (`organization_id`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE TABLE `keyward_service_key` (
  `id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `service_account_id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `name` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `name_key` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `name_folded` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `digest` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `key_id` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `previous_digest` varchar(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `previous_until` bigint(20) DEFAULT NULL,
  `previous_issued_at` bigint(20) DEFAULT NULL,
  `hint` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `scopes` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `lifetime_days` int(11) DEFAULT NULL,
  `created_at` bigint(20) NOT NULL,
  `issued_at` bigint(20) NOT NULL,
  `expires_at` bigint(20) DEFAULT NULL,
  `last_used_at` bigint(20) DEFAULT NULL,
  `last_used_ip` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `disabled` tinyint(4) NOT NULL,
  `conditions` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `metadata` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `version` int(11) NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  UNIQUE KEY `keyward_service_key_digest` (`digest`),
  UNIQUE KEY `keyward_service_key_service_account_id_name_key` (`service_account_id`,`name_key`),
  KEY `keyward_service_key_previous_digest` (`previous_digest`),
  KEY `keyward_service_key_service_account_id_id` (`service_account_id`,`id`),
  KEY `keyward_service_key_expires_at` (`expires_at`),
  CONSTRAINT `keyward_service_key_owner` FOREIGN KEY (`service_account_id`) REFERENCES `keyward_service_account` (`id`) ON DELETE CASCADE ON UPDATE NO ACTION
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE TABLE `keyward_session` (
  `id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `user_id` varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `digest` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `key_id` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `previous_digest` varchar(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `previous_until` bigint(20) DEFAULT NULL,
  `previous_proof` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `security_epoch` int(11) NOT NULL,
  `bound_to` varchar(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `amr` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `proved_keys` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `vouched` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `created_at` bigint(20) NOT NULL,
  `last_seen_at` bigint(20) NOT NULL,
  `expires_at` bigint(20) NOT NULL,
  `proved_at` bigint(20) NOT NULL,
  `proved_by` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `ip` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `user_agent` varchar(256) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `keyward_session_digest` (`digest`),
  KEY `keyward_session_previous_digest` (`previous_digest`),
  KEY `keyward_session_user_id_id` (`user_id`,`id`),
  KEY `keyward_session_expires_at` (`expires_at`),
  KEY `keyward_session_last_seen_at` (`last_seen_at`),
  CONSTRAINT `keyward_session_owner` FOREIGN KEY (`user_id`) REFERENCES `keyward_account` (`user_id`) ON DELETE CASCADE ON UPDATE NO ACTION
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `keyward_session` (`id`, `user_id`, `digest`, `key_id`, `previous_digest`, `previous_until`, `previous_proof`, `security_epoch`, `bound_to`, `amr`, `proved_keys`, `vouched`, `created_at`, `last_seen_at`, `expires_at`, `proved_at`, `proved_by`, `ip`, `user_agent`) VALUES ('01a20d6d-5a00-7cff-a772-9b0fdfc1a84a','01a20d6d-5a00-71c8-8d68-3c1415277c35','71b4c44cb9d34d4d818d8ab125bc5b3032cb5fda8b0929ac37ae9ef376ba4558','700e717e',NULL,NULL,NULL,1,NULL,'[\"pwd\",\"otp\"]','[]','[\"pwd\",\"otp\"]',1795521600000,1795521600000,1796126400000,1795521600000,'otp','203.0.113.5','a browser');
CREATE TABLE `keyward_ssh_grant` (
  `id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `position` int(11) NOT NULL,
  `host_group` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `user_id` varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `organization_id` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `everyone` tinyint(4) NOT NULL,
  `account` varchar(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `permit` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `from_addresses` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `mac` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `key_id` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (`id`),
  KEY `keyward_ssh_grant_host_group_position` (`host_group`,`position`),
  KEY `keyward_ssh_grant_user_id` (`user_id`),
  CONSTRAINT `keyward_ssh_grant_owner` FOREIGN KEY (`user_id`) REFERENCES `keyward_account` (`user_id`) ON DELETE CASCADE ON UPDATE NO ACTION
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `keyward_ssh_grant` (`id`, `position`, `host_group`, `user_id`, `organization_id`, `everyone`, `account`, `permit`, `from_addresses`, `mac`, `key_id`) VALUES ('01a20d6d-5a00-7ab2-b062-6522a26a86b0',0,'bastions','01a20d6d-5a00-71c8-8d68-3c1415277c35',NULL,0,'deploy',NULL,NULL,'e289c6a9a79488e454e65950c0098a056f9da0d59f0f2345ae7a8fa48664acf1','700e717e');
CREATE TABLE `keyward_ssh_host` (
  `id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `name` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `name_key` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `host_groups` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `cidrs` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `digest` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `key_id` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `previous_digest` varchar(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `previous_until` bigint(20) DEFAULT NULL,
  `created_at` bigint(20) NOT NULL,
  `last_seen_at` bigint(20) DEFAULT NULL,
  `disabled` tinyint(4) NOT NULL,
  `version` int(11) NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  UNIQUE KEY `keyward_ssh_host_name_key` (`name_key`),
  UNIQUE KEY `keyward_ssh_host_digest` (`digest`),
  KEY `keyward_ssh_host_previous_digest` (`previous_digest`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `keyward_ssh_host` (`id`, `name`, `name_key`, `host_groups`, `cidrs`, `digest`, `key_id`, `previous_digest`, `previous_until`, `created_at`, `last_seen_at`, `disabled`, `version`) VALUES ('01a20d6d-5a00-797a-95d4-cd0b2fa60cd4','bastion.example.com','2788c5b525a105a117ae057469c60e03124816dd317bb1c3b83671f175372c57','[\"bastions\"]','[]','f1d27c46e5fbb0f3d6379c0e2d01c999d22ba81cd8c7244941ed1725ad250b10','700e717e',NULL,NULL,1795521600000,NULL,0,0);
CREATE TABLE `keyward_ssh_key` (
  `id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `user_id` varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `name` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `name_key` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `name_folded` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `type` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `bits` int(11) NOT NULL,
  `key_blob` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `fingerprint` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `lifetime_days` int(11) DEFAULT NULL,
  `created_at` bigint(20) NOT NULL,
  `expires_at` bigint(20) DEFAULT NULL,
  `last_offered_at` bigint(20) DEFAULT NULL,
  `mac` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `key_id` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `version` int(11) NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  UNIQUE KEY `keyward_ssh_key_fingerprint` (`fingerprint`),
  UNIQUE KEY `keyward_ssh_key_user_id_name_key` (`user_id`,`name_key`),
  KEY `keyward_ssh_key_user_id_id` (`user_id`,`id`),
  CONSTRAINT `keyward_ssh_key_owner` FOREIGN KEY (`user_id`) REFERENCES `keyward_account` (`user_id`) ON DELETE CASCADE ON UPDATE NO ACTION
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `keyward_ssh_key` (`id`, `user_id`, `name`, `name_key`, `name_folded`, `type`, `bits`, `key_blob`, `fingerprint`, `lifetime_days`, `created_at`, `expires_at`, `last_offered_at`, `mac`, `key_id`, `version`) VALUES ('01a20d6d-5a00-7280-9ed4-7cb9187743ca','01a20d6d-5a00-71c8-8d68-3c1415277c35','laptop','5eec0dc419aa8337bf725f026fda9c78c1cb1c642eeaff9d6e1112f37783e942','laptop','ssh-ed25519',256,'AAAAC3NzaC1lZDI1NTE5AAAAIHPtiQoNnXL3wzXn0iXkMYJD0v7QckiOYGw3lezC/rdf','c53bea86d1a4a48c43c29b69481c412d38bcfb22a732dbe87830ef80b237a059',NULL,1795521600000,NULL,NULL,'03a46ac21dbff04d05194d0f443a2608cb3d1854614975c2eb02dc9759bf8282','700e717e',0);
CREATE TABLE `keyward_ssh_private_key` (
  `id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `user_id` varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `name` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `name_key` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `name_folded` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `account_name` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `description` varchar(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `type` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `public_key` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `fingerprint` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `sealed` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `key_id` varchar(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `created_at` bigint(20) NOT NULL,
  `last_used_at` bigint(20) DEFAULT NULL,
  `version` int(11) NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  UNIQUE KEY `keyward_ssh_private_key_user_id_name_key` (`user_id`,`name_key`),
  KEY `keyward_ssh_private_key_user_id_id` (`user_id`,`id`),
  CONSTRAINT `keyward_ssh_private_key_owner` FOREIGN KEY (`user_id`) REFERENCES `keyward_account` (`user_id`) ON DELETE CASCADE ON UPDATE NO ACTION
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `keyward_ssh_private_key` (`id`, `user_id`, `name`, `name_key`, `name_folded`, `account_name`, `description`, `type`, `public_key`, `fingerprint`, `sealed`, `key_id`, `created_at`, `last_used_at`, `version`) VALUES ('01a20d6d-5a00-7814-b61e-85918800c646','01a20d6d-5a00-71c8-8d68-3c1415277c35','deploy','b7bd55c11b781b0ccc43aa6e57f9dadf0660e9d1d4e27e0979ee43a407d454ae','deploy',NULL,NULL,'ssh-ed25519','ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIW+Uva8c9ncg+4i1vpLBkoR/bTvjFXCx2PhHIK5VETP','SHA256:bTQFw15mo2WR0a8uW2Hr7NHDz0+uEZM7dbV2xeyLfNs','1.S8ac9MNXN8GMgGDJLqZgGz-gFy0pQFYUGjqaENxW97mvLmDJi3nrGawHRpFOcjZRlzInaVTair4hPTVU.ztq6okUgeR7IjckrLU29_u3qpHm49h1fW9BqZfA8ksiDeVrdAg8_smU5eZPe_KQwWQWrmu6C8f-vttyM3BZpd9Mxna7xgz2wfeutmA','700e717e',1795521600000,NULL,0);
CREATE TABLE `keyward_token` (
  `id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `user_id` varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `name` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `name_folded` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `digest` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `key_id` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `hint` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `scopes` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `client_id` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `created_at` bigint(20) NOT NULL,
  `expires_at` bigint(20) NOT NULL,
  `last_used_at` bigint(20) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `keyward_token_digest` (`digest`),
  KEY `keyward_token_user_id_id` (`user_id`,`id`),
  KEY `keyward_token_expires_at` (`expires_at`),
  CONSTRAINT `keyward_token_owner` FOREIGN KEY (`user_id`) REFERENCES `keyward_account` (`user_id`) ON DELETE CASCADE ON UPDATE NO ACTION
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `keyward_token` (`id`, `user_id`, `name`, `name_folded`, `digest`, `key_id`, `hint`, `scopes`, `client_id`, `created_at`, `expires_at`, `last_used_at`) VALUES ('01a20d6d-5a00-7216-9b29-ef4af28c3645','01a20d6d-5a00-71c8-8d68-3c1415277c35','short','short','52d4a2e1144aec1e513fd2c34e7577505a47490c33c071ac3d782f05b0e110c2','700e717e','kwt_3IeN…WIDr','[\"*\"]',NULL,1795521600000,1795608000000,NULL);
CREATE TABLE `keyward_totp` (
  `id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `user_id` varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `slot` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `sealed` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `key_id` varchar(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `last_step` bigint(20) DEFAULT NULL,
  `created_at` bigint(20) NOT NULL,
  `last_used_at` bigint(20) DEFAULT NULL,
  `expires_at` bigint(20) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `keyward_totp_user_id_slot` (`user_id`,`slot`),
  CONSTRAINT `keyward_totp_owner` FOREIGN KEY (`user_id`) REFERENCES `keyward_account` (`user_id`) ON DELETE CASCADE ON UPDATE NO ACTION
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `keyward_totp` (`id`, `user_id`, `slot`, `sealed`, `key_id`, `last_step`, `created_at`, `last_used_at`, `expires_at`) VALUES ('01a20d6d-5a00-70bf-897f-7ebf3fc43934','01a20d6d-5a00-71c8-8d68-3c1415277c35','active','1.Gjq1E7e0veLD0wgFAJE15J5r66x8cdPci_0QFmZoyYykVz-Hne7WA4V07Kt84SLcZirz_Es3inykJimj.E-r7pBvJi3yroejcj_KA0gyxoKMU82jMKJM-0hD3KRg9B2V3MM-vjevlPqe9efR4','700e717e',59850718,1795521540000,NULL,NULL);
CREATE TABLE `keyward_user` (
  `id` varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `username` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `username_key` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `display_name` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `display_name_folded` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `organization_id` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `organization_folded` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `admin` tinyint(4) NOT NULL,
  `disabled` tinyint(4) NOT NULL,
  `password_hash` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `created_at` bigint(20) NOT NULL,
  `version` int(11) NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  UNIQUE KEY `keyward_user_username_key` (`username_key`),
  KEY `keyward_user_organization_id_id` (`organization_id`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `keyward_user` (`id`, `username`, `username_key`, `display_name`, `display_name_folded`, `organization_id`, `organization_folded`, `admin`, `disabled`, `password_hash`, `created_at`, `version`) VALUES ('01a20d6d-5a00-71c8-8d68-3c1415277c35','ada','ada','Ada','ada','acme','acme',1,0,'$argon2id$v=19$m=19456,t=2,p=1$t1txia9yDxRWdXaYsgpyPg$o2zSDMSBYCyTNTnP9F3lJPNw2KiSCqAXuFSAldjAc/M',1795521600000,0);
INSERT INTO `keyward_user` (`id`, `username`, `username_key`, `display_name`, `display_name_folded`, `organization_id`, `organization_folded`, `admin`, `disabled`, `password_hash`, `created_at`, `version`) VALUES ('01a20d6d-5a00-7213-84e5-27092380c41c','linus','linus','Linus \"Лин\" O’Neill \\ 李','linus \"лин\" o’neill \\ 李',NULL,NULL,0,0,NULL,1795521600000,0);
CREATE TABLE `keyward_waiting_secret` (
  `digest` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `user_id` varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `session_id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `sealed` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `key_id` varchar(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `expires_at` bigint(20) NOT NULL,
  PRIMARY KEY (`digest`),
  KEY `keyward_waiting_secret_user_id` (`user_id`),
  KEY `keyward_waiting_secret_expires_at` (`expires_at`),
  CONSTRAINT `keyward_waiting_secret_owner` FOREIGN KEY (`user_id`) REFERENCES `keyward_account` (`user_id`) ON DELETE CASCADE ON UPDATE NO ACTION
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE TABLE `migrations` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `timestamp` bigint(20) NOT NULL,
  `name` varchar(255) NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `migrations` (`id`, `timestamp`, `name`) VALUES (1,1795000000000,'keyward_createTables1795000000000');
INSERT INTO `migrations` (`id`, `timestamp`, `name`) VALUES (2,1796000000000,'keyward_addMachines1796000000000');
INSERT INTO `migrations` (`id`, `timestamp`, `name`) VALUES (3,1797000000000,'keyward_sealAudit1797000000000');
